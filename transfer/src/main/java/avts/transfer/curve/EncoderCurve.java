package avts.transfer.curve;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.SignFlip;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.train.DivergenceException;
import avts.transfer.network.Examples;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.network.HiddenNetwork.Lesson;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures a head on the frozen encoders of a model, pretrained and with first weights, from few
 * labelled takes. Nothing is chosen: the settings are fixed, and test takes are looked at once.
 */
public final class EncoderCurve {
  private static final int FLIPS = 10_000;
  private static final String NO_GROUP = "";

  private final Request request;
  private final CurveConfig config;
  private final List<Take> takes;
  private final List<String> labels;

  /**
   * What is asked for.
   *
   * @param model run or checkpoint of the encoders
   * @param labelled the labelled takes
   * @param config the curve
   * @param allowSeen whether test takes may have been seen in pretraining
   * @param tell takes sentences for the user
   */
  public record Request(
      Path model,
      Labelled labelled,
      CurveConfig config,
      boolean allowSeen,
      Consumer<String> tell) {}

  /**
   * Labelled takes.
   *
   * @param set the takes
   * @param folder where takes that are files lie, by their ids
   */
  public record Labelled(TakeSet set, Path folder) {}

  /** Prepares; nothing is read before {@link #measure}. */
  public EncoderCurve(Request request) {
    this.request = request;
    config = request.config();
    takes = request.labelled().set().takes();
    labels = List.copyOf(new TreeSet<>(takes.stream().map(Take::label).toList()));
  }

  /** The streams of a take, as both encoders give them: {@code [takes][values]}. */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Vectors(float[][] video, float[][] audio) {

    float[][] of(String stream) {
      return stream.equals("video") ? video : audio;
    }
  }

  /**
   * Measures the curve.
   *
   * @throws DataRefusedException if test takes were seen in pretraining, or a repetition is not
   *     there
   * @throws DivergenceException if a head left the numbers
   */
  public CurveFigures measure()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    int[] test = ofRepetitions(config.testRepetitions());
    Vectors pretrained;
    int seen;
    try (TrainedModel model = TrainedModel.open(request.model())) {
      TakeEmbedder embedder = TakeEmbedder.of(model, request.labelled().set(), config.windows());
      seen = seen(model, embedder, Arrays.stream(test).mapToObj(takes::get).toList());
      if (seen > 0 && !request.allowSeen()) {
        throw new DataRefusedException(
            "seen in training: "
                + seen
                + " of "
                + test.length
                + " test takes: pretrain on other repetitions, or say --allow-seen");
      }
      pretrained = vectors(embedder);
    }
    List<Vectors> untrained = new ArrayList<>();
    for (long seed : config.seeds()) {
      try (TrainedModel model = TrainedModel.initial(request.model(), seed)) {
        untrained.add(vectors(TakeEmbedder.of(model, request.labelled().set(), config.windows())));
      }
    }
    List<CurveFigures.Row> rows = new ArrayList<>();
    for (String stream : List.of("video", "audio")) {
      for (List<Integer> repetitions : config.trainRepetitions()) {
        int[] known = ofRepetitions(repetitions);
        double[] right = new double[test.length];
        double[] scratch = new double[test.length];
        for (int i = 0; i < config.seeds().size(); i++) {
          long seed = config.seeds().get(i);
          add(right, pretrained.of(stream), new Round(known, test, seed));
          add(scratch, untrained.get(i).of(stream), new Round(known, test, seed));
        }
        CurveFigures.Row row = row(stream, repetitions, known.length, right, scratch);
        request
            .tell()
            .accept(
                stream
                    + ", repetitions "
                    + repetitions
                    + ": pretrained "
                    + row.pretrained().percent()
                    + ", scratch "
                    + row.scratch().percent());
        rows.add(row);
      }
    }
    return new CurveFigures(
        request.labelled().set().name(),
        labels.size(),
        test.length,
        seen,
        1.0 / labels.size(),
        rows);
  }

  /** Counts takes whose content, or whose file, the weights have seen. */
  private int seen(TrainedModel model, TakeEmbedder embedder, List<Take> asked)
      throws IOException, MediaException {
    Set<Take> seen = new HashSet<>(embedder.seen(asked));
    for (Take take : asked) {
      Path file = request.labelled().folder().resolve(take.id());
      if (Files.isRegularFile(file)) {
        String hash = MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
        if (!model.seen(List.of(new Media(hash, NO_GROUP))).isEmpty()) {
          seen.add(take);
        }
      }
    }
    return seen.size();
  }

  private int[] ofRepetitions(List<Integer> repetitions) throws DataRefusedException {
    for (int repetition : repetitions) {
      if (takes.stream().noneMatch(take -> take.repetition() == repetition)) {
        throw new DataRefusedException("the set has no takes of repetition " + repetition);
      }
    }
    return IntStream.range(0, takes.size())
        .filter(i -> repetitions.contains(takes.get(i).repetition()))
        .toArray();
  }

  private Vectors vectors(TakeEmbedder embedder) throws IOException, MediaException {
    float[][] video = new float[takes.size()][];
    float[][] audio = new float[takes.size()][];
    for (int i = 0; i < takes.size(); i++) {
      video[i] = embedder.video(takes.get(i));
      audio[i] = embedder.sound(takes.get(i));
    }
    return new Vectors(video, audio);
  }

  /** Takes that are learned from, takes that are asked for, and a seed. */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Round(int[] known, int[] test, long seed) {}

  /** Trains a head and adds the share of seeds that told each test take right. */
  private void add(double[] right, float[][] vectors, Round round)
      throws DivergenceException, InterruptedException {
    Scale scale = Scale.of(vectors, round.known);
    HiddenNetwork head =
        HiddenNetwork.train(
            config.layers().shape(1, vectors[0].length, labels.size()),
            config.layers(),
            config.learning(),
            Lesson.of(
                new Examples(scale.apply(vectors, round.known), labels(round.known)),
                null,
                round.seed));
    double[][] probabilities = head.probabilities(scale.apply(vectors, round.test));
    int[] truth = labels(round.test);
    for (int i = 0; i < truth.length; i++) {
      right[i] += largest(probabilities[i]) == truth[i] ? 1.0 / config.seeds().size() : 0;
    }
  }

  private int[] labels(int[] some) {
    return Arrays.stream(some).map(i -> labels.indexOf(takes.get(i).label())).toArray();
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  private CurveFigures.Row row(
      String stream, List<Integer> repetitions, int known, double[] right, double[] scratch) {
    Seeds seeds = new Seeds(config.seeds().get(0));
    double[] gain = new double[right.length];
    Arrays.setAll(gain, i -> right[i] - scratch[i]);
    return new CurveFigures.Row(
        stream,
        repetitions,
        known,
        interval(right, seeds),
        interval(scratch, seeds),
        interval(gain, seeds),
        SignFlip.of(right, scratch, FLIPS, seeds.generator(Purpose.BOOTSTRAP, 0, 1)).p());
  }

  private Interval interval(double[] scores, Seeds seeds) {
    List<String> items = IntStream.range(0, scores.length).mapToObj(Integer::toString).toList();
    return new Bootstrap(config.bootstrapDraws(), config.confidence())
        .interval(
            items,
            chosen -> Arrays.stream(chosen).mapToDouble(i -> scores[i]).average().orElse(0),
            seeds.generator(Purpose.BOOTSTRAP, 0, 0));
  }

  /** Mean and spread of each value over the takes that are learned from. */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Scale(double[] mean, double[] deviation) {

    static Scale of(float[][] vectors, int[] known) {
      int size = vectors[0].length;
      double[] mean = new double[size];
      double[] deviation = new double[size];
      for (int k = 0; k < size; k++) {
        for (int take : known) {
          mean[k] += vectors[take][k] / (double) known.length;
        }
        for (int take : known) {
          deviation[k] += Math.pow(vectors[take][k] - mean[k], 2) / known.length;
        }
        // What never changes tells nothing, and stays 0.
        deviation[k] = deviation[k] == 0 ? 1 : Math.sqrt(deviation[k]);
      }
      return new Scale(mean, deviation);
    }

    float[] apply(float[][] vectors, int[] some) {
      float[] scaled = new float[some.length * mean.length];
      int at = 0;
      for (int take : some) {
        for (int k = 0; k < mean.length; k++) {
          scaled[at++] = (float) ((vectors[take][k] - mean[k]) / deviation[k]);
        }
      }
      return scaled;
    }
  }
}
