package avts.pretrain.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ScoresTest {

  /** Small whole numbers, so that there are ties within and between the classes. */
  private static double[] tied(int count, int shift, RandomGenerator random) {
    return random.ints(count, 0, 8).mapToDouble(n -> n + shift).toArray();
  }

  private static Scores random(RandomGenerator random) {
    return Scores.of(
        tied(1 + random.nextInt(20), 2, random), tied(1 + random.nextInt(9), 0, random));
  }

  @Test
  void handComputedValues() {
    Scores scores = Scores.of(new double[] {0.9, 0.8, 0.4}, new double[] {0.7, 0.3, 0.2});
    assertEquals(8.0 / 9, scores.rocAuc(), 1e-12);
    assertEquals((2.0 / 3 + 1) / 2, scores.accuracy(0.75), 1e-12);
    // Between 0.7 and 0.8, and between 0.3 and 0.4, five of six are right.
    assertEquals(0.75, scores.bestThreshold(), 1e-12);
    assertEquals(1.0 / 3, scores.equalErrorRate(), 1e-12);
  }

  @Test
  void perfectAndHopelessSeparation() {
    Scores perfect = Scores.of(new double[] {2, 3}, new double[] {0, 1});
    assertEquals(1, perfect.rocAuc());
    assertEquals(0, perfect.equalErrorRate());
    assertEquals(1.5, perfect.bestThreshold());
    assertEquals(1, perfect.accuracy(1.5));
    Scores constant = Scores.of(new double[] {1, 1}, new double[] {1, 1, 1});
    assertEquals(0.5, constant.rocAuc());
    assertEquals(0.5, constant.equalErrorRate());
    assertEquals(0.5, constant.accuracy(constant.bestThreshold()));
  }

  @Test
  void aucEqualsTheShareOfWonPairs() {
    RandomGenerator random = new SplittableRandom(1);
    for (int trial = 0; trial < 200; trial++) {
      Scores scores = random(random);
      double wins = 0;
      for (int i = 0; i < scores.positiveCount(); i++) {
        for (int j = 0; j < scores.negativeCount(); j++) {
          wins += (Math.signum(scores.positive(i) - scores.negative(j)) + 1) / 2;
        }
      }
      assertEquals(wins / scores.positiveCount() / scores.negativeCount(), scores.rocAuc(), 1e-12);
    }
  }

  @Test
  void swappingTheClassesAndSignsChangesNothing() {
    RandomGenerator random = new SplittableRandom(2);
    for (int trial = 0; trial < 200; trial++) {
      double[] positives = tied(12, 2, random);
      double[] negatives = tied(7, 0, random);
      Scores scores = Scores.of(positives, negatives);
      Scores mirrored = Scores.of(negated(negatives), negated(positives));
      assertEquals(scores.rocAuc(), mirrored.rocAuc(), 1e-12);
      assertEquals(scores.equalErrorRate(), mirrored.equalErrorRate(), 1e-12);
      assertEquals(
          scores.accuracy(scores.bestThreshold()),
          mirrored.accuracy(mirrored.bestThreshold()),
          1e-12);
    }
  }

  @Test
  void noThresholdBeatsTheBest() {
    RandomGenerator random = new SplittableRandom(3);
    for (int trial = 0; trial < 100; trial++) {
      Scores scores = random(random);
      double best = scores.accuracy(scores.bestThreshold());
      for (double threshold = -1; threshold < 12; threshold += 0.25) {
        assertTrue(scores.accuracy(threshold) <= best);
      }
      assertTrue(best >= 0.5);
    }
  }

  @Test
  void equalErrorRateOfLargeSamplesIsWhereTheErrorsMeet() {
    RandomGenerator random = new SplittableRandom(4);
    double[] positives = random.doubles(20_000).map(u -> u + 0.6).toArray();
    double[] negatives = random.doubles(20_000).toArray();
    // Uniform on 0.6..1.6 and 0..1: at threshold 0.8 both errors are 0.2.
    assertEquals(0.2, Scores.of(positives, negatives).equalErrorRate(), 0.01);
  }

  @Test
  void detectionCostByHand() {
    Scores scores = Scores.of(new double[] {0.9, 0.8, 0.4}, new double[] {0.7, 0.3, 0.2});
    // Accepting all from 0.8 on misses one of three and accepts no negative.
    assertEquals(1.0 / 3, scores.minDetectionCost(DetectionCost.VOXCELEB), 1e-12);
    assertEquals(1.0 / 3, scores.minDetectionCost(DetectionCost.VOXSRC), 1e-12);
    // Misses that cost 0.9 beside false alarms at 0.1: from 0.4 on, a third of the negatives.
    assertEquals(1.0 / 3, scores.minDetectionCost(new DetectionCost(0.9, 1, 1)), 1e-12);
    // The lowest positive lies under all negatives and one negative over all positives.
    Scores mixed =
        Scores.of(new double[] {5, 4, 3, 0}, new double[] {6, 2, 2, 2, 2, 2, 2, 2, 2, 1});
    // Costs 0.1 and 0.9: with 3 accepted 0.1 (1/4) + 0.9 (1/10) = 0.115, over refusing all at 0.1.
    assertEquals(1, mixed.minDetectionCost(new DetectionCost(0.1, 1, 1)), 1e-12);
    // Costs 1 and 0.9: 1/4 + 0.09 = 0.34, of the 0.9 of accepting all.
    assertEquals(0.34 / 0.9, mixed.minDetectionCost(new DetectionCost(0.1, 10, 1)), 1e-12);
    assertEquals(1.15, new DetectionCost(0.1, 1, 1).normalised(0.25, 0.1), 1e-12);
  }

  /** Tries every threshold between, under and over the scores, counting anew each time. */
  private static double slowCost(Scores scores, DetectionCost cost) {
    double least = Double.POSITIVE_INFINITY;
    for (double threshold = -0.5; threshold < 12; threshold++) {
      double miss = 0;
      for (int i = 0; i < scores.positiveCount(); i++) {
        miss += scores.positive(i) < threshold ? 1.0 / scores.positiveCount() : 0;
      }
      double falseAlarm = 0;
      for (int i = 0; i < scores.negativeCount(); i++) {
        falseAlarm += scores.negative(i) >= threshold ? 1.0 / scores.negativeCount() : 0;
      }
      double paid =
          cost.cMiss() * cost.pTarget() * miss
              + cost.cFalseAlarm() * (1 - cost.pTarget()) * falseAlarm;
      least = Math.min(least, paid);
    }
    double trivial =
        Math.min(cost.cMiss() * cost.pTarget(), cost.cFalseAlarm() * (1 - cost.pTarget()));
    return least / trivial;
  }

  @Test
  void noThresholdCostsLess() {
    RandomGenerator random = new SplittableRandom(5);
    for (int trial = 0; trial < 300; trial++) {
      Scores scores = random(random);
      DetectionCost cost =
          new DetectionCost(
              random.nextDouble(0.01, 0.99),
              random.nextDouble(0.1, 10),
              random.nextDouble(0.1, 10));
      double least = scores.minDetectionCost(cost);
      assertEquals(slowCost(scores, cost), least, 1e-9);
      assertTrue(least >= 0 && least <= 1 + 1e-12);
    }
  }

  @Test
  void detectionCostOfPerfectAndUselessScores() {
    Scores perfect = Scores.of(new double[] {2, 3}, new double[] {0, 1});
    assertEquals(0, perfect.minDetectionCost(DetectionCost.SRE_2008));
    Scores constant = Scores.of(new double[] {1, 1}, new double[] {1, 1, 1});
    for (DetectionCost cost :
        new DetectionCost[] {
          DetectionCost.VOXCELEB, DetectionCost.SRE_2008, new DetectionCost(0.9, 1, 1)
        }) {
      assertEquals(1, constant.minDetectionCost(cost), 1e-12);
    }
  }

  @Test
  void refusesCostsWithoutMeaning() {
    for (double[] wrong :
        new double[][] {
          {0, 1, 1},
          {1, 1, 1},
          {Double.NaN, 1, 1},
          {0.1, 0, 1},
          {0.1, -1, 1},
          {0.1, 1, 0},
          {0.1, 1, Double.POSITIVE_INFINITY},
          {0.1, Double.NaN, 1}
        }) {
      assertThrows(
          IllegalArgumentException.class, () -> new DetectionCost(wrong[0], wrong[1], wrong[2]));
    }
  }

  @Test
  void refusesWhatHasNoMeaning() {
    double[] some = {1};
    assertThrows(IllegalArgumentException.class, () -> Scores.of(some, new double[0]));
    assertThrows(
        IllegalArgumentException.class, () -> Scores.of(some, new double[] {0, Double.NaN}));
    assertThrows(
        IllegalArgumentException.class,
        () -> Scores.of(new double[] {Double.NEGATIVE_INFINITY}, some));
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(v -> -v).toArray();
  }
}
