package avts.pretrain.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Batch;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.ToyEpochs;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final NegativeMix EASY = new NegativeMix(1, 0, 0);

  @Test
  void chanceLevelsAreTheLeastLossesOfAConstantAnswer() {
    assertEquals(0.25 * 0.99 * 0.99, ChanceLevel.margin(0.5, 0.99), 1e-15);
    assertEquals(Math.log(16), ChanceLevel.infoNce(16), 1e-15);
    assertEquals(Math.log(2), ChanceLevel.crossEntropy(0.5), 1e-15);
    for (double share : new double[] {0.2, 0.5, 0.9}) {
      double leastMargin = Double.MAX_VALUE;
      double leastEntropy = Double.MAX_VALUE;
      for (double answer = 0.001; answer < 1; answer += 0.001) {
        double hinge = Math.max(0, 0.99 - answer);
        leastMargin = Math.min(leastMargin, share * answer * answer + (1 - share) * hinge * hinge);
        leastEntropy =
            Math.min(leastEntropy, -share * Math.log(answer) - (1 - share) * Math.log(1 - answer));
      }
      assertEquals(leastMargin, ChanceLevel.margin(share, 0.99), 1e-6);
      assertEquals(leastEntropy, ChanceLevel.crossEntropy(share), 1e-6);
    }
    assertThrows(IllegalArgumentException.class, () -> ChanceLevel.infoNce(1));
    assertThrows(IllegalArgumentException.class, () -> ChanceLevel.margin(1, 0.99));
  }

  @Test
  void spreadOfHandMadeEmbeddings() {
    EmbeddingSpread right = EmbeddingSpread.of(new float[] {1, 0, 0, 2}, 2);
    assertEquals(0, right.meanCosine(), 1e-12);
    assertEquals((0.25 + 1) / 2, right.meanVariance(), 1e-12);
    assertEquals(0, right.flatShare());
    EmbeddingSpread opposite = EmbeddingSpread.of(new float[] {1, 3, -1, 3}, 2);
    assertEquals(0.8, opposite.meanCosine(), 1e-6); // (9 - 1) / 10
    assertEquals(0.5, opposite.flatShare());
    assertTrue(EmbeddingSpread.of(new float[] {1, 2, 1.0001f, 2}, 2).collapsed());
    assertTrue(EmbeddingSpread.of(new float[8], 4).collapsed());
    assertThrows(IllegalArgumentException.class, () -> EmbeddingSpread.of(new float[4], 1));
  }

  @Test
  void meanCosineEqualsThatOfAllPairs() {
    SplittableRandom random = new SplittableRandom(4);
    int n = 7;
    int size = 5;
    float[] values = new float[n * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 2);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double dot = 0;
        double a = 0;
        double b = 0;
        for (int d = 0; d < size; d++) {
          dot += values[i * size + d] * values[j * size + d];
          a += values[i * size + d] * values[i * size + d];
          b += values[j * size + d] * values[j * size + d];
        }
        sum += dot / Math.sqrt(a * b);
      }
    }
    assertEquals(sum / (n * (n - 1) / 2.0), EmbeddingSpread.of(values, n).meanCosine(), 1e-6);
  }

  private static List<String> warnings(double learningRate, Weights initial) throws Exception {
    List<String> warnings = new ArrayList<>();
    Recipe recipe =
        Recipes.with(
            Recipes.curriculum(2, 1), Recipes.optimizer(OptimizerConfig.Kind.SGD, learningRate));
    ToyEpochs data = new ToyEpochs(1, 60, 16);
    try (LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, data);
      new Trainer(
              task,
              recipe,
              new TrainState(task, recipe, initial),
              List.of(
                  new LearningWatch(ChanceLevel.margin(0.5, 0.99), 50, warnings::add),
                  new CollapseAlarm(engine, data.batch(0, EASY, 0), warnings::add)),
              new StopSignal())
          .run();
    }
    return warnings;
  }

  @Test
  void warnsWhenNothingIsLearnedAndOnlyThen() throws Exception {
    assertEquals(List.of(), warnings(0.1, LinearTowers.initial(1)));
    // Biases alone: every clip gets the same embedding, and a tiny rate keeps it so.
    Weights blind = new Weights(new float[52], new float[LinearTowers.VIDEO]);
    for (int k = 0; k < 4; k++) {
      blind.parameters()[24 + k] = 1;
      blind.parameters()[48 + k] = 1.25f;
    }
    List<String> warnings = warnings(1e-9, blind);
    assertTrue(
        warnings.stream().anyMatch(w -> w.contains("nothing is being learned")),
        warnings::toString);
    assertTrue(
        warnings.stream().anyMatch(w -> w.contains("video embeddings of 16 clips have collapsed")),
        warnings::toString);
  }

  @Test
  void overfitsAFewClips() throws InterruptedException {
    List<Batch> batches = List.of(new ToyEpochs(1, 1, 8).batch(0, EASY, 0));
    OverfitSelfTest.Plan plan =
        new OverfitSelfTest.Plan(
            Recipes.optimizer(OptimizerConfig.Kind.SGD, 0.1), ChanceLevel.margin(0.5, 0.99), 2000);
    try (StepEngine engine = new LinearTowers()) {
      OverfitSelfTest.Verdict verdict =
          OverfitSelfTest.run(engine, LinearTowers.initial(1), batches, plan);
      assertTrue(verdict.passed(), verdict.sentence());
      assertEquals(1, verdict.accuracy());
      assertTrue(verdict.sentence().contains("passed"), verdict.sentence());
      assertTrue(verdict.steps() < 2000);
    }
  }

  @Test
  void saysThatABrokenNetworkCannotOverfit() throws InterruptedException {
    List<Batch> batches = List.of(new ToyEpochs(1, 1, 8).batch(0, EASY, 0));
    OverfitSelfTest.Plan plan =
        new OverfitSelfTest.Plan(
            Recipes.optimizer(OptimizerConfig.Kind.SGD, 1e-9), ChanceLevel.margin(0.5, 0.99), 20);
    try (StepEngine engine = new LinearTowers()) {
      OverfitSelfTest.Verdict verdict =
          OverfitSelfTest.run(engine, LinearTowers.initial(1), batches, plan);
      assertFalse(verdict.passed());
      assertEquals(20, verdict.steps());
      assertTrue(verdict.sentence().contains("FAILED"), verdict.sentence());
    }
  }
}
