package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairsConfig;
import avts.pretrain.eval.metric.Bootstrap;
import java.util.List;

/**
 * How a network is measured.
 *
 * @param pairs how many pairs are drawn from each file
 * @param thresholdRows classes of negatives (easy, hard, super-hard) on whose validation pairs the
 *     one threshold is chosen, all pairs counting equally
 * @param shiftsMillis shifts of the two-way choices in milliseconds, ascending, 1 to 60000
 * @param twoWayStride step between the windows of the two-way choices in frames, 1 to 1000
 * @param bootstrapDraws number of resamplings behind each interval, 100 to 100000
 * @param confidence probability that an interval shall cover, over 0.5 and below 1
 * @param folds parts of the cross-validation of the blind controls, 2 to 20
 */
public record EvaluationConfig(
    FixedPairsConfig pairs,
    List<Row> thresholdRows,
    List<Integer> shiftsMillis,
    int twoWayStride,
    int bootstrapDraws,
    double confidence,
    int folds) {

  /** Checks every range. */
  public EvaluationConfig {
    thresholdRows = List.copyOf(thresholdRows);
    shiftsMillis = List.copyOf(shiftsMillis);
    checkArgument(
        !thresholdRows.isEmpty() && !thresholdRows.contains(Row.UNDECIDABLE),
        "threshold_rows must be some of easy, hard, super-hard, got %s",
        thresholdRows.stream().map(Row::key).toList());
    checkArgument(
        shiftsMillis.stream().allMatch(shift -> shift >= 1 && shift <= 60_000)
            && shiftsMillis.equals(shiftsMillis.stream().distinct().sorted().toList()),
        "shifts_millis must lie in 1..60000 ms and ascend, got %s",
        shiftsMillis);
    checkRange("two_way_stride", twoWayStride, 1, 1000);
    checkRange("bootstrap_draws", bootstrapDraws, 100, 100_000);
    checkArgument(
        confidence > 0.5 && confidence < 1,
        "confidence must lie between 0.5 and 1, got %s",
        confidence);
    checkRange("folds", folds, 2, 20);
  }

  /** Returns the resampling that makes intervals. */
  public Bootstrap bootstrap() {
    return new Bootstrap(bootstrapDraws, confidence);
  }

  private static void checkRange(String key, int value, int min, int max) {
    checkArgument(
        value >= min && value <= max, "%s must lie in %s..%s, got %s", key, min, max, value);
  }
}
