package avts.distill.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.metric.DetectionCost;
import org.jspecify.annotations.Nullable;

/**
 * The trials of speaker verification.
 *
 * @param askedSpeakers speakers that a fold asks and does not learn from, at least 2; null for an
 *     even share of all, so that everybody is asked in one fold
 * @param trials file with a list of trials in the form of VoxCeleb1; null for all pairs of asked
 *     takes with different labels. With a list and without {@code askedSpeakers} there is one fold:
 *     it asks the speakers of the list and learns from all others
 * @param cost what errors cost, for minDCF
 */
public record VerificationConfig(
    @Nullable Integer askedSpeakers, @Nullable String trials, DetectionCost cost) {

  /** Checks every range. */
  public VerificationConfig {
    checkArgument(
        askedSpeakers == null || askedSpeakers >= 2,
        "asked_speakers must be 2 or more, got %s: trials need pairs of two speakers",
        askedSpeakers);
  }

  /** Returns whether the list of trials alone tells who is asked. */
  boolean listDivides() {
    return trials != null && askedSpeakers == null;
  }
}
