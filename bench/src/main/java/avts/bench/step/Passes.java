package avts.bench.step;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What some steps took and gave.
 *
 * @param millis wall time of each
 * @param losses loss of each, before its update; empty in inference mode
 */
public record Passes(List<Double> millis, List<Double> losses) {

  /** Copies the lists. */
  public Passes {
    checkArgument(
        losses.isEmpty() || losses.size() == millis.size(),
        "%s times, but %s losses",
        millis.size(),
        losses.size());
    millis = List.copyOf(millis);
    losses = List.copyOf(losses);
  }
}
