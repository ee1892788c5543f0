package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MappingScoresTest {

  /** Mean target row (1, 1). */
  private static final ParallelRows FITTED =
      ParallelRows.of(Samples.gaussian(2, 1, 1), Samples.matrix(new double[][] {{0, 0}, {2, 2}}))
          .labelled(new int[] {5, 6});

  private static ParallelRows held(double[]... truth) {
    return ParallelRows.of(Samples.gaussian(truth.length, 1, 2), Samples.matrix(truth));
  }

  @Test
  void scoresByHand() {
    ParallelRows held = held(new double[] {3, 1}, new double[] {1, 4}).labelled(new int[] {6, 5});
    Matrix mapped = Samples.matrix(new double[][] {{2, 2}, {1, 2}});
    MappingScore score = MappingScores.of(FITTED, held, mapped, 1).score();
    // (2,2).(3,1) = 8 of sqrt(8 x 10); (1,2).(1,4) = 9 of sqrt(5 x 17)
    assertEquals((8 / Math.sqrt(80) + 9 / Math.sqrt(85)) / 2, score.cosine(), 1e-9);
    // about (1,1): (1,1).(2,0) = 2 of sqrt(2 x 4); (0,1).(0,3) = 1
    assertEquals((Math.sqrt(0.5) + 1) / 2, score.centredCosine(), 1e-6);
    // errors 2 and 4, of the mean 4 and 9
    assertEquals(6 / 13.0, score.relativeError(), 1e-9);
    // (1,1) is as near to (2,0) as to (0,3): half; (0,1) is nearest to (0,3): whole
    assertEquals(0.75, score.recall(), 1e-9);
    assertEquals(0.5, score.recallChance(), 1e-9);
    MappingScore.Labels labels = score.labels();
    assertNotNull(labels);
    // both mapped rows are nearest to (2,2) of class 6; truth: (2,0) ties, the first row is taken
    assertEquals(0.5, labels.mapped(), 1e-9);
    assertEquals(0.5, labels.chance(), 1e-9);
  }

  @Test
  void perfectRowsScoreWhole() {
    Matrix truth = Samples.gaussian(300, 8, 3);
    ParallelRows fitted = ParallelRows.of(Samples.gaussian(50, 2, 1), Samples.gaussian(50, 8, 4));
    MappingScore score =
        MappingScores.of(fitted, ParallelRows.of(Samples.gaussian(300, 2, 2), truth), truth, 5)
            .score();
    assertEquals(1, score.cosine(), 1e-9);
    assertEquals(1, score.centredCosine(), 1e-9);
    assertEquals(1, score.recall());
    assertEquals(0, score.relativeError());
    assertNull(score.labels());
  }

  @Test
  void theMeanAsAGuessIsWorthNothing() {
    ParallelRows held = held(new double[] {3, 1}, new double[] {1, 4}, new double[] {0, 2});
    Matrix mean = Samples.matrix(new double[][] {{1, 1}, {1, 1}, {1, 1}});
    MappingScore score = MappingScores.of(FITTED, held, mean, 1).score();
    assertEquals(0, score.centredCosine());
    assertEquals(1 / 3.0, score.recall(), 1e-9);
    assertEquals(1, score.relativeError(), 1e-9);
  }

  @Test
  void joinedFoldsKeepTheirOwnCandidates() {
    ParallelRows two = held(new double[] {3, 1}, new double[] {1, 4});
    ParallelRows one = held(new double[] {0, 2});
    MappingScores joined =
        MappingScores.join(
            List.of(
                MappingScores.of(FITTED, two, two.target(), 1),
                MappingScores.of(FITTED, one, one.target(), 1)));
    assertEquals(3, joined.rows());
    assertEquals((0.5 + 0.5 + 1) / 3, joined.score().recallChance(), 1e-9);
    assertEquals(1, joined.score(new int[] {2, 2}).recallChance());
  }

  @Test
  void wrongUseIsRefused() {
    ParallelRows held = held(new double[] {3, 1});
    KnnMappingTest.refused(
        "1 x 3 mapped values do not fit 1 x 2",
        () -> MappingScores.of(FITTED, held, Samples.gaussian(1, 3, 1), 1));
    KnnMappingTest.refused("neighbours", () -> MappingScores.of(FITTED, held, held.target(), 0));
    KnnMappingTest.refused("no scores", () -> MappingScores.join(List.of()));
    KnnMappingTest.refused(
        "some none",
        () ->
            MappingScores.join(
                List.of(
                    MappingScores.of(FITTED, held, held.target(), 1),
                    MappingScores.of(FITTED, held.labelled(new int[] {5}), held.target(), 1))));
  }
}
