package avts.transfer.curve;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.SignFlip;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.train.DivergenceException;
import avts.transfer.encoder.EncodedTakes;
import avts.transfer.encoder.SeenTakes;
import avts.transfer.feature.SpeakerNorm;
import avts.transfer.feature.SpeakerScale;
import avts.transfer.feature.StepVectors;
import avts.transfer.network.Examples;
import avts.transfer.network.HiddenNetwork;
import avts.transfer.network.HiddenNetwork.Lesson;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures a head on the frozen encoders of a model, pretrained and with first weights, from few
 * labelled takes. Nothing is chosen: the settings are fixed, and test takes are looked at once.
 */
public final class EncoderCurve {
  private static final int FLIPS = 10_000;
  private static final String VIDEO = "video";

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
    EncodedTakes pretrained;
    int seen;
    try (TrainedModel model = TrainedModel.open(request.model())) {
      TakeEmbedder embedder = TakeEmbedder.of(model, request.labelled().set(), config.windows());
      seen =
          new SeenTakes(model, embedder, request.labelled().folder())
              .count(Arrays.stream(test).mapToObj(takes::get).toList(), request.allowSeen());
      pretrained = encoded(model);
    }
    List<EncodedTakes> untrained = new ArrayList<>();
    for (long seed : config.seeds()) {
      try (TrainedModel model = TrainedModel.initial(request.model(), seed)) {
        untrained.add(encoded(model));
      }
    }
    List<CurveFigures.Row> rows = new ArrayList<>();
    for (String stream : List.of(VIDEO, "audio")) {
      for (List<Integer> repetitions : config.trainRepetitions()) {
        int[] known = ofRepetitions(repetitions);
        double[] right = new double[test.length];
        double[] scratch = new double[test.length];
        for (int i = 0; i < config.seeds().size(); i++) {
          long seed = config.seeds().get(i);
          add(right, stream(stream, pretrained), new Round(known, test, seed));
          add(scratch, stream(stream, untrained.get(i)), new Round(known, test, seed));
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

  private EncodedTakes encoded(TrainedModel model) throws IOException, MediaException {
    return EncodedTakes.of(model, request.labelled().set(), config.windows());
  }

  /** All parts of a take together are the input of the head. */
  private static StepVectors stream(String name, EncodedTakes takes) {
    return (name.equals(VIDEO) ? takes.pictures() : takes.sounds()).joined();
  }

  /** Takes that are learned from, takes that are asked for, and a seed. */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Round(int[] known, int[] test, long seed) {}

  /** Trains a head and adds the share of seeds that told each test take right. */
  private void add(double[] right, StepVectors vectors, Round round)
      throws DivergenceException, InterruptedException {
    List<Integer> known = Ints.asList(round.known);
    StepVectors scaled =
        SpeakerScale.fit(SpeakerNorm.NONE, takes, vectors, known).apply(takes, vectors);
    HiddenNetwork head =
        HiddenNetwork.train(
            config.layers().shape(1, vectors.width(), labels.size()),
            config.layers(),
            config.learning(),
            Lesson.of(new Examples(scaled.of(known), labels(round.known)), null, round.seed));
    double[][] probabilities = head.probabilities(scaled.of(Ints.asList(round.test)));
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
}
