package avts.pretrain.sync;

import java.util.List;

/**
 * What the scores of one model mean.
 *
 * @param evidence log-odds of a window
 * @param confidence probability that belongs to a belief
 * @param zero what the model takes for "in step"
 * @param files number of held-out files that evidence and confidence were fitted on
 * @param reliability confidence against truth on these files
 */
public record MeterCalibration(
    Evidence evidence,
    Confidence confidence,
    Zero zero,
    int files,
    List<Confidence.Bin> reliability) {

  /** Copies the list. */
  public MeterCalibration {
    reliability = List.copyOf(reliability);
  }

  /** Returns the same with another zero. */
  public MeterCalibration withZero(Zero measured) {
    return new MeterCalibration(evidence, confidence, measured, files, reliability);
  }
}
