package avts.transfer.curve;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.SignFlip;
import avts.transfer.tdl.LabelledTakes;
import avts.transfer.tdl.Largest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers to the tested takes of all folds, pooled: the score of a take is the share of seeds that
 * told it right, and takes are the unit of all statistics.
 */
final class CurveScores {
  private static final int FLIPS = 10_000;

  private final LabelledTakes takes;
  private final List<Integer> asked;
  private final Map<Point, Answers> points = new LinkedHashMap<>();

  /**
   * What one point of a curve is.
   *
   * @param stream what labels are told from
   * @param row which encoders and networks tell them
   * @param repetitions number of repetitions whose labels are known
   */
  record Point(CurveStream stream, String row, int repetitions) {}

  /** Right and all answers by the takes' numbers. */
  // Array components: counted up in place, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Answers(int[] right, int[] all) {}

  /**
   * Begins without answers.
   *
   * @param asked numbers of the tested takes
   */
  CurveScores(LabelledTakes takes, List<Integer> asked) {
    this.takes = takes;
    this.asked = List.copyOf(asked);
  }

  /**
   * Adds one answer to each of some takes.
   *
   * @param probabilities of each label for each of {@code tested}
   */
  void add(Point point, List<Integer> tested, double[][] probabilities) {
    int count = takes.takes().size();
    Answers answers =
        points.computeIfAbsent(point, name -> new Answers(new int[count], new int[count]));
    for (int i = 0; i < tested.size(); i++) {
      int take = tested.get(i);
      answers.all[take]++;
      answers.right[take] += Largest.of(probabilities[i]) == takes.label(take) ? 1 : 0;
    }
  }

  /** Returns the points in the order in which they came. */
  Set<Point> points() {
    return points.keySet();
  }

  /**
   * Returns the score of each tested take.
   *
   * @throws IllegalArgumentException if a take was not asked there
   */
  double[] of(Point point) {
    Answers answers = points.get(point);
    checkArgument(answers != null, "%s was not measured", point);
    return asked.stream()
        .mapToDouble(
            take -> {
              checkArgument(answers.all[take] > 0, "take %s was not asked at %s", take, point);
              return (double) answers.right[take] / answers.all[take];
            })
        .toArray();
  }

  /** Returns the mean score with its interval over takes. */
  Interval accuracy(Point point, CurveConfig config) {
    return interval(of(point), config);
  }

  /** Returns the mean difference of two points with its interval over takes. */
  Interval gain(Point point, Point against, CurveConfig config) {
    double[] gain = of(point);
    double[] base = of(against);
    Arrays.setAll(gain, i -> gain[i] - base[i]);
    return interval(gain, config);
  }

  /** Returns p of the sign-flip permutation test over takes. */
  double p(Point point, Point against, CurveConfig config) {
    return SignFlip.of(
            of(point), of(against), FLIPS, seeds(config).generator(Purpose.BOOTSTRAP, 0, 1))
        .p();
  }

  private Interval interval(double[] scores, CurveConfig config) {
    List<String> items = asked.stream().map(take -> takes.take(take).id()).toList();
    return new Bootstrap(config.bootstrapDraws(), config.confidence())
        .interval(
            items,
            chosen -> Arrays.stream(chosen).mapToDouble(i -> scores[i]).average().orElse(0),
            seeds(config).generator(Purpose.BOOTSTRAP, 0, 0));
  }

  private static Seeds seeds(CurveConfig config) {
    return new Seeds(config.seeds().get(0));
  }
}
