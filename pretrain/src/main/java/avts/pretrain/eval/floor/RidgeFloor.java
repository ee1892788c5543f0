package avts.pretrain.eval.floor;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.pretrain.eval.Embedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Ridge regression from pictures to sound: principal components of each picture and of its two
 * neighbours on either side predict the filter bank at that moment. A pair's score is the
 * correlation of the predicted with the real filter bank, each band about its training mean.
 *
 * <p>Immutable and thread-safe.
 */
public final class RidgeFloor implements Embedder {
  private static final int NEIGHBOURS = 2;
  private static final int MAX_PICTURES = 600;

  /** Every so many files, one is kept for choosing the settings. */
  private static final int HELD_OUT = 5;

  private final ClipShape shape;
  private final PictureComponents components;
  private final DMatrixRMaj weights;
  private final double[] bandMean;
  private final double[] bandDeviation;

  private RidgeFloor(
      ClipShape shape,
      PictureComponents components,
      DMatrixRMaj weights,
      double[] bandMean,
      double[] bandDeviation) {
    this.shape = shape;
    this.components = components;
    this.weights = weights;
    this.bandMean = bandMean;
    this.bandDeviation = bandDeviation;
  }

  /**
   * How the regression is made.
   *
   * @param components principal components of a picture, 1 to 512
   * @param penalty weight of the squared coefficients relative to the mean square of the inputs and
   *     their number, over 0
   */
  public record Settings(int components, double penalty) {

    /** Checks the ranges. */
    public Settings {
      checkArgument(
          components >= 1 && components <= 512,
          "components must lie in 1..512, got %s",
          components);
      checkArgument(penalty > 0, "penalty must be over 0, got %s", penalty);
    }

    /** Returns 48 components and a penalty of 0.003. */
    public static Settings standard() {
      return new Settings(48, 3e-3);
    }
  }

  /**
   * Aligned clips to learn from.
   *
   * @param video {@code [n, C, T, H, W]}
   * @param audio {@code [n, 1, M, F]}
   * @param n number of clips
   */
  // Array components: clips handed to the fit, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Clips(float[] video, float[] audio, int n) {

    /** Returns copies of the clips with these numbers. */
    Clips of(ClipShape shape, List<Integer> chosen) {
      float[] pictures = new float[chosen.size() * shape.videoLength()];
      float[] sounds = new float[chosen.size() * shape.audioLength()];
      for (int i = 0; i < chosen.size(); i++) {
        copy(video, chosen.get(i), pictures, i, shape.videoLength());
        copy(audio, chosen.get(i), sounds, i, shape.audioLength());
      }
      return new Clips(pictures, sounds, chosen.size());
    }

    private static void copy(float[] from, int source, float[] to, int target, int length) {
      System.arraycopy(from, source * length, to, target * length, length);
    }
  }

  /**
   * Learns from aligned clips with the settings that suit them best: these are chosen on every
   * fifth file, after learning from the others.
   *
   * @param windows where each clip is from
   */
  public static RidgeFloor fit(
      ClipShape shape, Clips clips, List<Window> windows, RandomGenerator random) {
    List<Integer> files = windows.stream().map(Window::file).distinct().sorted().toList();
    Map<Boolean, List<Integer>> parts =
        IntStream.range(0, clips.n)
            .boxed()
            .collect(
                Collectors.partitioningBy(
                    clip -> files.indexOf(windows.get(clip).file()) % HELD_OUT == HELD_OUT - 1));
    List<Integer> held = parts.getOrDefault(true, List.of());
    Settings settings =
        RidgeChoice.best(
            shape,
            clips.of(shape, parts.getOrDefault(false, List.of())),
            clips.of(shape, held),
            held.stream().map(windows::get).toList(),
            random);
    return fit(shape, clips, settings, random);
  }

  /** Learns from aligned clips; {@code random} chooses the pictures that components come from. */
  public static RidgeFloor fit(
      ClipShape shape, Clips clips, Settings settings, RandomGenerator random) {
    int frames = clips.n * shape.frames();
    int chosen = Math.min(MAX_PICTURES, frames);
    double[][] pictures = new double[chosen][];
    for (int i = 0; i < chosen; i++) {
      int frame = chosen == frames ? i : random.nextInt(frames);
      pictures[i] = picture(shape, clips.video, frame / shape.frames(), frame % shape.frames());
    }
    PictureComponents components = PictureComponents.fit(pictures, settings.components);
    List<double[]> bands = new ArrayList<>();
    List<double[]> inputs = new ArrayList<>();
    for (int clip = 0; clip < clips.n; clip++) {
      bands.addAll(Arrays.asList(shape.bandsByFrame(clips.audio, clip)));
      inputs.addAll(inputs(shape, components, clips.video, clip));
    }
    double[] mean = new double[shape.filters()];
    double[] deviation = new double[shape.filters()];
    standardisation(bands, mean, deviation);
    DMatrixRMaj targets = new DMatrixRMaj(bands.size(), shape.filters());
    for (int row = 0; row < bands.size(); row++) {
      for (int band = 0; band < shape.filters(); band++) {
        targets.set(row, band, (bands.get(row)[band] - mean[band]) / deviation[band]);
      }
    }
    DMatrixRMaj weights =
        solve(new DMatrixRMaj(inputs.toArray(double[][]::new)), targets, settings.penalty);
    return new RidgeFloor(shape, components, weights, mean, deviation);
  }

  private static void standardisation(List<double[]> bands, double[] mean, double[] deviation) {
    for (int band = 0; band < mean.length; band++) {
      int column = band;
      double average = bands.stream().mapToDouble(row -> row[column]).average().orElseThrow();
      double variance =
          bands.stream()
              .mapToDouble(row -> (row[column] - average) * (row[column] - average))
              .average()
              .orElseThrow();
      mean[band] = average;
      deviation[band] = Math.max(Math.sqrt(variance), 1e-6);
    }
  }

  private static DMatrixRMaj solve(DMatrixRMaj inputs, DMatrixRMaj targets, double penalty) {
    int size = inputs.numCols;
    DMatrixRMaj squares = new DMatrixRMaj(size, size);
    CommonOps_DDRM.multTransA(inputs, inputs, squares);
    double scale = CommonOps_DDRM.trace(squares) / size;
    for (int i = 0; i < size; i++) {
      squares.add(i, i, penalty * scale + 1e-12);
    }
    DMatrixRMaj products = new DMatrixRMaj(size, targets.numCols);
    CommonOps_DDRM.multTransA(inputs, targets, products);
    DMatrixRMaj weights = new DMatrixRMaj(size, targets.numCols);
    checkArgument(
        CommonOps_DDRM.solve(squares, products, weights), "the regression has no solution");
    return weights;
  }

  private static double[] picture(ClipShape shape, float[] video, int clip, int frame) {
    double[] picture = new double[shape.pixels()];
    Arrays.setAll(picture, pixel -> shape.gray(video, clip, frame, pixel));
    return picture;
  }

  /** Per frame: the components of frames t-2..t+2 (repeated at the ends) and a constant. */
  private static List<double[]> inputs(
      ClipShape shape, PictureComponents components, float[] video, int clip) {
    double[][] projected = new double[shape.frames()][];
    Arrays.setAll(projected, frame -> components.project(picture(shape, video, clip, frame)));
    List<double[]> inputs = new ArrayList<>();
    int size = components.count();
    for (int frame = 0; frame < shape.frames(); frame++) {
      double[] input = new double[(2 * NEIGHBOURS + 1) * size + 1];
      for (int step = -NEIGHBOURS; step <= NEIGHBOURS; step++) {
        int neighbour = Math.min(Math.max(frame + step, 0), shape.frames() - 1);
        System.arraycopy(projected[neighbour], 0, input, (step + NEIGHBOURS) * size, size);
      }
      input[input.length - 1] = 1;
      inputs.add(input);
    }
    return inputs;
  }

  /** Returns the predicted filter bank, {@code [n, T * M]}. */
  @Override
  public float[] embedVideo(float[] video, int n) {
    float[] predicted = new float[n * embeddingSize()];
    for (int clip = 0; clip < n; clip++) {
      double[][] inputs = inputs(shape, components, video, clip).toArray(double[][]::new);
      DMatrixRMaj result = new DMatrixRMaj(shape.frames(), shape.filters());
      CommonOps_DDRM.mult(new DMatrixRMaj(inputs), weights, result);
      for (int i = 0; i < embeddingSize(); i++) {
        predicted[clip * embeddingSize() + i] = (float) result.data[i];
      }
    }
    return predicted;
  }

  /** Returns the standardised filter bank by picture, {@code [n, T * M]}. */
  @Override
  public float[] embedAudio(float[] audio, int n) {
    float[] real = new float[n * embeddingSize()];
    for (int clip = 0; clip < n; clip++) {
      double[][] bands = shape.bandsByFrame(audio, clip);
      for (int i = 0; i < embeddingSize(); i++) {
        int band = i % shape.filters();
        real[clip * embeddingSize() + i] =
            (float) ((bands[i / shape.filters()][band] - bandMean[band]) / bandDeviation[band]);
      }
    }
    return real;
  }

  @Override
  public float[] score(float[] video, float[] audio, int n) {
    int size = embeddingSize();
    float[] scores = new float[n];
    for (int pair = 0; pair < n; pair++) {
      scores[pair] = (float) Correlation.of(video, pair * size, audio, pair * size, size);
    }
    return scores;
  }

  @Override
  public int embeddingSize() {
    return shape.frames() * shape.filters();
  }
}
