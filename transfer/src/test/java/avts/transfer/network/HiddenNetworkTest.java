package avts.transfer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.LabelledBatch;
import avts.datasets.random.Seeds;
import avts.pretrain.engine.PerceptronShape.Activation;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.transfer.network.HiddenNetwork.Lesson;
import avts.transfer.network.PooledEpochs.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HiddenNetworkTest {
  private static final LayersConfig LAYERS =
      new LayersConfig(List.of(12, 8, 6), Activation.RELU, 0, 0.1);

  private static LearningConfig learning(int epochs, int patience) {
    return new LearningConfig(
        epochs,
        0,
        16,
        new OptimizerConfig(OptimizerConfig.Kind.ADAM, 0.01, 0, 0, 0.9, 0.999, 1e-8, 0),
        new ScheduleConfig(
            ScheduleConfig.Kind.CONSTANT,
            0,
            0.1,
            0,
            ScheduleConfig.StageChange.CARRY,
            List.of(),
            0),
        1,
        patience);
  }

  /** Two steps; the class is 0 where the first step is greater than the second, else 1. */
  private static Examples steps(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * 4];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 4; k++) {
        values[4 * i + k] = (float) random.nextGaussian();
      }
      labels[i] = values[4 * i] > values[4 * i + 2] ? 0 : 1;
    }
    return new Examples(values, labels);
  }

  private static double accuracy(HiddenNetwork network, Examples examples) {
    double[][] rows = network.probabilities(examples.values());
    int right = 0;
    for (int i = 0; i < rows.length; i++) {
      assertEquals(1, Arrays.stream(rows[i]).sum(), 1e-9);
      right += (rows[i][0] > 0.5 ? 0 : 1) == examples.labels()[i] ? 1 : 0;
    }
    return (double) right / rows.length;
  }

  @Test
  void aNetworkLearnsToCompareStepsAndItsLayersFitTogether() throws Exception {
    HiddenNetwork network =
        HiddenNetwork.train(
            LAYERS.shape(2, 2, 2), LAYERS, learning(40, 0), Lesson.of(steps(200, 1), null, 3));
    Examples fresh = steps(200, 2);
    assertTrue(accuracy(network, fresh) > 0.9, "accuracy " + accuracy(network, fresh));
    for (int layer = 0; layer <= 3; layer++) {
      float[] hidden = network.activations(fresh.values(), layer);
      assertEquals(200 * 2 * network.shape().width(layer), hidden.length);
      HiddenNetwork above = network.above(layer);
      double[][] expected = network.probabilities(fresh.values());
      double[][] actual = above.probabilities(hidden);
      for (int i = 0; i < 200; i++) {
        assertArrayEquals(expected[i], actual[i], 1e-5);
      }
      assertArrayEquals(network.parameters(), network.with(above, layer).parameters());
    }
  }

  @Test
  void onlyTheLayersAboveMoveInFineTuning() throws Exception {
    HiddenNetwork network =
        HiddenNetwork.train(
            LAYERS.shape(2, 2, 2), LAYERS, learning(3, 0), Lesson.of(steps(50, 1), null, 3));
    float[] before = network.parameters();
    Examples pool = steps(50, 5);
    Examples hidden = new Examples(network.activations(pool.values(), 2), pool.labels());
    HiddenNetwork tuned =
        network.with(network.above(2).trained(learning(2, 0), Lesson.of(hidden, null, 4)), 2);
    float[] after = tuned.parameters();
    int shared = 2 * 12 + 12 + 12 * 8 + 8;
    assertArrayEquals(
        Arrays.copyOf(before, shared), Arrays.copyOf(after, shared), "layers 1 and 2");
    assertFalse(Arrays.equals(before, after));
  }

  @Test
  void theSameSeedGivesTheSameNetwork() throws Exception {
    Lesson lesson = Lesson.of(steps(60, 1), null, 3);
    assertArrayEquals(
        HiddenNetwork.train(LAYERS.shape(2, 2, 2), LAYERS, learning(3, 0), lesson).parameters(),
        HiddenNetwork.train(LAYERS.shape(2, 2, 2), LAYERS, learning(3, 0), lesson).parameters());
  }

  /** Held-out examples with wrong labels get worse with every epoch: the first weights stay. */
  @Test
  void learningEndsWhereHeldOutExamplesGetWorse() throws Exception {
    HiddenNetwork network =
        HiddenNetwork.train(
            LAYERS.shape(2, 2, 2), LAYERS, learning(40, 0), Lesson.of(steps(200, 1), null, 3));
    Examples right = steps(100, 7);
    int[] wrong = Arrays.stream(right.labels()).map(label -> 1 - label).toArray();
    HiddenNetwork same =
        network.trained(
            learning(30, 2), Lesson.of(steps(200, 1), new Examples(right.values(), wrong), 4));
    // One epoch may by chance lower a loss that is high: but it must not follow the lesson.
    double[][] before = network.probabilities(right.values());
    assertEquals(before.length, same.probabilities(right.values()).length);
    assertTrue(
        Softmax.loss(logs(same.probabilities(right.values())), wrong)
            <= Softmax.loss(logs(before), wrong) + 1e-6);
  }

  private static float[] logs(double[][] rows) {
    float[] logits = new float[rows.length * 2];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(rows[i / 2][i % 2]);
    }
    return logits;
  }

  @Test
  void batchesTakeHalfFromEachPoolAndGoThroughAll() throws Exception {
    Examples real = new Examples(new float[] {0, 1, 2, 3, 4, 5}, new int[6]);
    Examples mapped = new Examples(new float[] {10, 11, 12}, new int[] {1, 1, 1});
    LearningConfig config = learning(1, 0);
    LearningConfig four = new LearningConfig(1, 0, 4, config.optimizer(), config.schedule(), 1, 0);
    PooledEpochs epochs =
        new PooledEpochs(List.of(new Pool(real, 0.5), new Pool(mapped, 0.5)), four, new Seeds(1));
    assertEquals(3, epochs.batchesPerEpoch());
    List<Float> seen = new ArrayList<>();
    try (BatchSource<LabelledBatch> source = epochs.open(0, 0)) {
      while (source.hasNext()) {
        var batch = source.next();
        assertArrayEquals(new int[] {0, 0, 1, 1}, batch.labels());
        for (float value : batch.examples()) {
          seen.add(value);
        }
      }
    }
    assertEquals(6, seen.stream().filter(value -> value < 10).distinct().count());
    assertEquals(3, seen.stream().filter(value -> value >= 10).distinct().count());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PooledEpochs(
                List.of(new Pool(new Examples(new float[0], new int[0]), 1)), four, new Seeds(1)));
  }
}
