package avts.pretrain.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(2000, 0.95);

  private static Bootstrap.Statistic mean(double[] values) {
    return items -> Arrays.stream(items).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  @Test
  void intervalOfAMeanHasTheWidthOfTheNormalOne() {
    double[] values = new SplittableRandom(5).doubles(400).toArray();
    List<String> groups = IntStream.range(0, 400).mapToObj(i -> "v" + i).toList();
    Interval interval = BOOTSTRAP.interval(groups, mean(values), new SplittableRandom(6));
    double standardError = Math.sqrt(1.0 / 12 / 400);
    assertEquals(2 * 1.96 * standardError, interval.high() - interval.low(), 0.15 * standardError);
    assertTrue(interval.contains(interval.value()));
  }

  @Test
  void copiesWithinAGroupDoNotMakeOneSurer() {
    double[] single = {0, 1, 0, 1, 1, 0, 1, 0};
    double[] copied = IntStream.range(0, 80).mapToDouble(i -> single[i / 10]).toArray();
    List<String> singleGroups = IntStream.range(0, 8).mapToObj(i -> "v" + i).toList();
    List<String> copiedGroups = IntStream.range(0, 80).mapToObj(i -> "v" + i / 10).toList();
    assertEquals(
        BOOTSTRAP.interval(singleGroups, mean(single), new SplittableRandom(7)),
        BOOTSTRAP.interval(copiedGroups, mean(copied), new SplittableRandom(7)));
  }

  @Test
  void oneGroupGivesAPoint() {
    Interval interval =
        BOOTSTRAP.interval(List.of("v", "v"), mean(new double[] {1, 2}), new SplittableRandom(8));
    assertEquals(new Interval(1.5, 1.5, 1.5), interval);
    assertFalse(interval.contains(1.6));
    assertEquals("150.0 % (150.0 to 150.0)", interval.percent());
  }

  @Test
  void quantilesAndSpreadByHand() {
    double[] sorted = {1, 2, 4, 8};
    assertEquals(3, Quantiles.of(sorted, 0.5), 1e-12);
    assertEquals(1, Quantiles.of(sorted, 0));
    assertEquals(8, Quantiles.of(sorted, 1));
    assertEquals(new Spread(2, 1, 3), Spread.of(1, 2, 3));
    assertEquals(new Spread(5, 0, 1), Spread.of(5));
  }

  @Test
  void refusesRangesWithoutMeaning() {
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(1, 0.95));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(1000, 95));
    assertThrows(IllegalArgumentException.class, () -> new Interval(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Spread.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> BOOTSTRAP.interval(List.of(), mean(new double[0]), new SplittableRandom(1)));
  }
}
