package avts.datasets.media;

import avts.datasets.signal.Resampler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Filters by their two rates. Designing one costs milliseconds, files are opened by the thousand,
 * and a filter depends on nothing but the rates: so each is designed once a process.
 */
final class Resamplers {
  private record Rates(int from, int to) {}

  /** More pairs than real collections hold; beyond it a filter is designed when needed. */
  private static final int MOST_KEPT = 64;

  private static final Map<Rates, Resampler> KNOWN = new ConcurrentHashMap<>();

  private Resamplers() {}

  static Resampler between(int from, int to) {
    Rates rates = new Rates(from, to);
    Resampler known = KNOWN.get(rates);
    if (known != null) {
      return known;
    }
    Resampler created = new Resampler(from, to);
    if (KNOWN.size() < MOST_KEPT) {
      KNOWN.put(rates, created);
    }
    return created;
  }
}
