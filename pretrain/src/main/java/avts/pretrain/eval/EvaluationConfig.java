package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.PairKind;
import avts.pretrain.eval.metric.Bootstrap;
import java.util.List;

/**
 * How a network is measured.
 *
 * @param pairsPerFile pair sets drawn from each file for each kind of negative, 1 to 1000; a set is
 *     two windows, so it gives two aligned and two misaligned pairs
 * @param thresholdKinds kinds of negatives on which the one threshold is chosen, each of them
 *     counting equally
 * @param shiftsMillis shifts of the two-way choices in milliseconds, ascending, over 0
 * @param offsetFrames greatest shift of the offset curve in frames, 1 to 250
 * @param offsetStride step between the windows of the offset curve in frames, 1 to 1000
 * @param bootstrapDraws number of resamplings behind each interval, 100 to 100000
 * @param confidence probability that an interval shall cover, over 0.5 and below 1
 * @param folds parts of the cross-validation of the blind controls, 2 to 20
 */
public record EvaluationConfig(
    int pairsPerFile,
    List<PairKind> thresholdKinds,
    List<Integer> shiftsMillis,
    int offsetFrames,
    int offsetStride,
    int bootstrapDraws,
    double confidence,
    int folds) {

  /** Checks every range. */
  public EvaluationConfig {
    thresholdKinds = List.copyOf(thresholdKinds);
    shiftsMillis = List.copyOf(shiftsMillis);
    checkRange("pairs_per_file", pairsPerFile, 1, 1000);
    checkArgument(
        !thresholdKinds.isEmpty() && !thresholdKinds.contains(PairKind.ALIGNED),
        "threshold_kinds must be some of easy, hard, super-hard, got %s",
        thresholdKinds);
    checkArgument(
        shiftsMillis.stream().allMatch(shift -> shift > 0)
            && shiftsMillis.equals(shiftsMillis.stream().distinct().sorted().toList()),
        "shifts_millis must be over 0 and ascending, got %s",
        shiftsMillis);
    checkRange("offset_frames", offsetFrames, 1, 250);
    checkRange("offset_stride", offsetStride, 1, 1000);
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
