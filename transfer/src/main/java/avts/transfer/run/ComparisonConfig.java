package avts.transfer.run;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with what. The unit is the take; its score is the share of seeds that got it
 * right.
 *
 * @param baseline row that all others are tested against, such as {@code unimodal}
 * @param gain row of the primary endpoint (gain - baseline) / (oracle - baseline), the recovered
 *     headroom; null for no endpoint
 * @param oracle row of the endpoint's denominator; null where {@code gain} is
 * @param controls rows that {@code gain} must be above if the gain is transfer
 * @param flips tosses of the sign-flip test, at least 100
 * @param draws resamplings of takes for the intervals, 100 to 100000
 * @param confidence probability that the intervals shall cover, between 0 and 1
 */
public record ComparisonConfig(
    String baseline,
    @Nullable String gain,
    @Nullable String oracle,
    List<String> controls,
    int flips,
    int draws,
    double confidence) {

  /** Checks every range. */
  public ComparisonConfig {
    controls = List.copyOf(controls);
    checkArgument(
        (gain == null) == (oracle == null) && (gain != null || controls.isEmpty()),
        "gain, oracle and controls make one endpoint: name gain and oracle, or neither and no"
            + " controls");
    checkArgument(flips >= 100, "flips must be at least 100, got %s", flips);
    checkArgument(draws >= 100 && draws <= 100_000, "draws must lie in 100..100000, got %s", draws);
    checkArgument(
        confidence > 0 && confidence < 1,
        "confidence must lie between 0 and 1, got %s",
        confidence);
  }

  /** Returns the names of all rows that are compared. */
  Set<String> rows() {
    Set<String> rows = new LinkedHashSet<>(controls);
    rows.add(baseline);
    if (gain != null && oracle != null) {
      rows.addAll(List.of(gain, oracle));
    }
    return rows;
  }
}
