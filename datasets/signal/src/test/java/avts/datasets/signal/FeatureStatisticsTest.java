package avts.datasets.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {

  @Test
  void byHand() {
    FeatureStatistics statistics = new FeatureStatistics(2);
    statistics.add(new float[] {1, 2, 3, 10, 10, 10});
    statistics.add(new float[] {6, 14});
    assertEquals(4, statistics.count());
    FeatureNormalisation normalisation = statistics.normalisation();
    // 1 2 3 6: mean 3, squares 4 + 1 + 0 + 9; 10 10 10 14: mean 11, squares 3 + 9.
    assertArrayEquals(new float[] {3, 11}, normalisation.mean(), 1e-6f);
    assertArrayEquals(
        new float[] {(float) Math.sqrt(14 / 4.0), (float) Math.sqrt(3)},
        normalisation.std(),
        1e-6f);
  }

  /** Against two passes, on values far from zero where naive sums of squares would fail. */
  @Test
  void onePassEqualsTwo() {
    SplittableRandom random = new SplittableRandom(4);
    int clips = 40;
    int windows = 50;
    FeatureStatistics statistics = new FeatureStatistics(1);
    float[][] all = new float[clips][windows];
    double sum = 0;
    for (float[] clip : all) {
      for (int i = 0; i < windows; i++) {
        clip[i] = (float) (1000 + random.nextDouble());
        sum += clip[i];
      }
      statistics.add(clip);
    }
    double mean = sum / (clips * windows);
    double squares = 0;
    for (float[] clip : all) {
      for (float value : clip) {
        squares += (value - mean) * (value - mean);
      }
    }
    assertEquals(mean, statistics.normalisation().mean()[0], 1e-3);
    assertEquals(Math.sqrt(squares / (clips * windows)), statistics.normalisation().std()[0], 1e-6);
  }

  @Test
  void mergingEqualsTakingInAll() {
    FeatureStatistics whole = new FeatureStatistics(3);
    FeatureStatistics left = new FeatureStatistics(3);
    FeatureStatistics right = new FeatureStatistics(3);
    SplittableRandom random = new SplittableRandom(8);
    for (int clip = 0; clip < 9; clip++) {
      float[] features = new float[3 * (1 + clip)];
      for (int i = 0; i < features.length; i++) {
        features[i] = (float) random.nextDouble(-20, 5);
      }
      whole.add(features);
      (clip < 4 ? left : right).add(features);
    }
    left.merge(right);
    left.merge(new FeatureStatistics(3));
    assertEquals(whole.count(), left.count());
    assertArrayEquals(whole.normalisation().mean(), left.normalisation().mean(), 1e-5f);
    assertArrayEquals(whole.normalisation().std(), left.normalisation().std(), 1e-5f);
  }

  @Test
  void normalisedTrainingDataHasMeanZeroAndSpreadOne() {
    SplittableRandom random = new SplittableRandom(2);
    float[] features = new float[2 * 500];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) (i < 500 ? random.nextDouble(3, 9) : random.nextDouble(-40, -10));
    }
    FeatureStatistics before = new FeatureStatistics(2);
    before.add(features);
    before.normalisation().apply(features);
    FeatureStatistics after = new FeatureStatistics(2);
    after.add(features);
    assertArrayEquals(new float[2], after.normalisation().mean(), 1e-5f);
    assertArrayEquals(new float[] {1, 1}, after.normalisation().std(), 1e-5f);
  }

  @Test
  void aConstantFilterIsNotDividedByZero() {
    FeatureStatistics statistics = new FeatureStatistics(1);
    statistics.add(new float[] {5, 5, 5});
    float[] features = {5};
    statistics.normalisation().apply(features);
    assertEquals(0, features[0]);
  }

  @Test
  void constantsOfTheLiterature() {
    float[] features = {1.93f, 1.93f + 17.89f};
    FeatureNormalisation.gdt(2).apply(features);
    assertArrayEquals(new float[] {0, 1}, features, 1e-6f);
    assertEquals(FeatureNormalisation.gdt(40), FeatureNormalisation.constant(40, 1.93f, 17.89f));
    assertEquals(
        FeatureNormalisation.gdt(3).hashCode(),
        FeatureNormalisation.constant(3, 1.93f, 17.89f).hashCode());
    assertNotEquals(FeatureNormalisation.gdt(39), FeatureNormalisation.gdt(40));
    assertTrue(FeatureNormalisation.gdt(1).toString().contains("1.93"));
  }

  @Test
  void normalisesInsideALargerArray() {
    float[] features = {7, 2, 4, 6, 8, 7};
    new FeatureNormalisation(new float[] {2, 6}, new float[] {1, 2}).apply(features, 1, 2);
    assertArrayEquals(new float[] {7, 0, 2, 0, 1, 7}, features);
    FeatureNormalisation.none(3).apply(features);
    assertArrayEquals(new float[] {7, 0, 2, 0, 1, 7}, features);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new FeatureStatistics(0));
    FeatureStatistics statistics = new FeatureStatistics(2);
    assertThrows(IllegalStateException.class, statistics::normalisation);
    assertThrows(IllegalArgumentException.class, () -> statistics.add(new float[3]));
    assertThrows(IllegalArgumentException.class, () -> statistics.merge(new FeatureStatistics(3)));
    assertThrows(
        IllegalArgumentException.class, () -> FeatureNormalisation.gdt(2).apply(new float[3]));
    assertThrows(IllegalArgumentException.class, () -> FeatureNormalisation.constant(2, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> FeatureNormalisation.constant(2, Float.NaN, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FeatureNormalisation(new float[2], new float[] {1}));
  }
}
