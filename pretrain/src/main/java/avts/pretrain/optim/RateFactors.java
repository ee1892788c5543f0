package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;

/**
 * Learning rates that differ from one part of a network to another, such as a slow body below a
 * fast new head.
 *
 * @param byPrefix factor of the learning rate by the beginning of the parameters' names, at least
 *     0; 0 freezes. The longest beginning that fits counts; where none does, the factor is 1
 */
public record RateFactors(SortedMap<String, Double> byPrefix) {

  /** Copies the map and checks the factors. */
  public RateFactors {
    byPrefix = ImmutableSortedMap.copyOf(byPrefix);
    byPrefix.forEach(
        (prefix, factor) ->
            checkArgument(
                factor >= 0 && Double.isFinite(factor),
                "the rate factor of %s must not be negative, got %s",
                prefix,
                factor));
  }

  /** Returns one rate for the whole network. */
  public static RateFactors same() {
    return of(Map.of());
  }

  /** Returns the given factors. */
  public static RateFactors of(Map<String, Double> byPrefix) {
    return new RateFactors(ImmutableSortedMap.copyOf(byPrefix));
  }

  /** Returns the factor of the parameter {@code name}. */
  public double of(String name) {
    return byPrefix.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(1.0);
  }
}
