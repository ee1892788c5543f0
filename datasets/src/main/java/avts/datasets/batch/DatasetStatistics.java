package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.PairKind;
import avts.datasets.pair.PairSampler;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FeatureStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mean and spread of what the network is fed, measured on a sample of training windows (Korbar et
 * al. 2018 normalise by statistics of a part of the training data).
 *
 * @param clips number of windows measured
 * @param features of each filter of the log filter bank
 * @param pixelMean of each channel, on the scale 0..255
 * @param pixelStd of each channel, on the scale 0..255, at least 1
 */
public record DatasetStatistics(
    int clips, FeatureNormalisation features, List<Double> pixelMean, List<Double> pixelStd) {

  /** Pictures of one colour would be divided by zero. */
  private static final double SMALLEST_STD = 1;

  /** Copies the lists. */
  public DatasetStatistics {
    pixelMean = List.copyOf(pixelMean);
    pixelStd = List.copyOf(pixelStd);
  }

  /**
   * Measures {@code clips} windows: the files in shuffled order, as often as it takes, a uniform
   * decidable window of each. A function of files, settings and seed alone, whatever the number of
   * threads.
   *
   * @param sampler the training files
   * @param source where clips come from; its own normalisation and augmentation are left out
   * @param clips number of windows, positive
   * @param config its number of clips, workers and batches ahead are used
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static DatasetStatistics measure(
      PairSampler sampler, NormalisedClips source, int clips, BatchConfig config, Seeds seeds)
      throws MediaException, InterruptedException {
    NormalisedClips raw = source.raw();
    FeatureStatistics features = new FeatureStatistics(raw.filters());
    Pixels pixels = new Pixels(raw.channels());
    try (BatchSource<ClipBatch> batches =
        ClipBatches.open(raw, ClipBatches.Streams.BOTH, sample(sampler, clips, seeds), config)) {
      while (batches.hasNext()) {
        ClipBatch batch = batches.next();
        for (int clip = 0; clip < batch.size(); clip++) {
          int from = clip * raw.audioLength();
          features.add(Arrays.copyOfRange(batch.audio(), from, from + raw.audioLength()));
          pixels.add(batch.video(), clip * raw.videoLength(), raw.videoLength());
        }
      }
    }
    return new DatasetStatistics(clips, features.normalisation(), pixels.means(), pixels.stds());
  }

  /** Draws the windows, sorted by file and start, the order they are fastest read in. */
  static List<Window> sample(PairSampler sampler, int clips, Seeds seeds) {
    checkArgument(clips > 0, "statistics need at least one clip, got %s", clips);
    List<Integer> files = new ArrayList<>(sampler.usableFiles());
    checkArgument(!files.isEmpty(), "there is no usable file to measure");
    RandomGenerator random = seeds.generator(Purpose.PAIRS, -1, 0);
    Shuffle.inPlace(files, random);
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      int file = files.get(i % files.size());
      windows.addAll(sampler.draw(file, PairKind.EASY, 1, random).windows());
    }
    windows.sort(Comparator.comparingInt(Window::file).thenComparingLong(Window::startFrame));
    return windows;
  }

  /** Sums of the pixels of each channel. */
  private static final class Pixels {
    private final double[] sums;
    private final double[] squares;
    private long count;

    Pixels(int channels) {
      sums = new double[channels];
      squares = new double[channels];
    }

    void add(float[] video, int offset, int length) {
      int plane = length / sums.length;
      for (int channel = 0; channel < sums.length; channel++) {
        double sum = 0;
        double square = 0;
        int from = offset + channel * plane;
        for (int i = from; i < from + plane; i++) {
          double pixel = video[i];
          sum += pixel;
          square += pixel * pixel;
        }
        sums[channel] += sum;
        squares[channel] += square;
      }
      count += plane;
    }

    List<Double> means() {
      return Arrays.stream(sums).mapToObj(sum -> sum / count).toList();
    }

    List<Double> stds() {
      List<Double> stds = new ArrayList<>();
      for (int channel = 0; channel < sums.length; channel++) {
        double mean = sums[channel] / count;
        double variance = Math.max(0, squares[channel] / count - mean * mean);
        stds.add(Math.max(SMALLEST_STD, Math.sqrt(variance)));
      }
      return stds;
    }
  }
}
