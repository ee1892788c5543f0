package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class ClassifierTest {
  private static final int CLASSES = 3;
  private static final int CLIPS = 4;
  private static final double STEP = 1e-6;

  private static final NetworkConfig NETWORK = SmallModels.network(Arch.MC3_18, true, 2);

  private static SameDiffClassifier.Model model(Tower tower, Statistics statistics) {
    return new SameDiffClassifier.Model(NETWORK, SmallModels.INPUT, tower, statistics);
  }

  /** Weights away from their first values, so that no gradient is 0 by symmetry. */
  private static float[] weights(SameDiffClassifier classifier) {
    RandomGenerator generator = new SplittableRandom(5);
    float[] weights = classifier.initialParameters(generator);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.1f * (float) generator.nextGaussian();
    }
    return weights;
  }

  private static float[] examples(Classifier classifier) {
    return SmallModels.normal(CLIPS * classifier.exampleSize(), new SplittableRandom(3));
  }

  /** Two plain labels and two distributions. */
  private static float[] targets() {
    return new float[] {1, 0, 0, 0, 0, 1, 0.5f, 0.25f, 0.25f, 0, 0.75f, 0.25f};
  }

  private static void checkNumerically(SameDiffClassifier classifier) {
    float[] weights = weights(classifier);
    float[] statistics = classifier.initialStatistics(new SplittableRandom(6));
    float[] examples = examples(classifier);
    classifier.load(weights, statistics);
    float[] gradient = classifier.step(examples, targets(), CLIPS).step().gradient();
    double largest = 0;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    assertTrue(largest > 1e-3, "the gradient vanishes");
    for (ParameterInfo info : classifier.parameters()) {
      int index = info.offset() + info.size() / 2;
      float[] moved = weights.clone();
      moved[index] = weights[index] + (float) STEP;
      double upper = moved[index];
      classifier.load(moved, statistics);
      double above = classifier.step(examples, targets(), CLIPS).step().loss();
      moved[index] = weights[index] - (float) STEP;
      double lower = moved[index];
      classifier.load(moved, statistics);
      double below = classifier.step(examples, targets(), CLIPS).step().loss();
      double numeric = (above - below) / (upper - lower);
      assertEquals(
          numeric, gradient[index], 2e-3 * Math.abs(numeric) + 2e-5 * largest, info.name());
    }
  }

  @ParameterizedTest
  @EnumSource(Tower.class)
  void bothEncodersHaveTheNumericGradient(Tower tower) {
    for (Statistics statistics : Statistics.values()) {
      try (SameDiffClassifier classifier =
          SameDiffClassifier.ofClips(model(tower, statistics), CLASSES, DataType.DOUBLE)) {
        checkNumerically(classifier);
      }
    }
  }

  @Test
  void floatGradientEqualsDoubleGradient() {
    float[][] gradients = new float[2][];
    DataType[] types = {DataType.DOUBLE, DataType.FLOAT};
    for (int i = 0; i < 2; i++) {
      try (SameDiffClassifier classifier =
          SameDiffClassifier.ofClips(model(Tower.VIDEO, Statistics.BATCH), CLASSES, types[i])) {
        classifier.load(weights(classifier), classifier.initialStatistics(new SplittableRandom(6)));
        gradients[i] = classifier.step(examples(classifier), targets(), CLIPS).step().gradient();
      }
    }
    double difference = 0;
    double length = 0;
    for (int i = 0; i < gradients[0].length; i++) {
      difference += Math.pow(gradients[0][i] - gradients[1][i], 2);
      length += Math.pow(gradients[0][i], 2);
    }
    assertEquals(0, Math.sqrt(difference / length), 1e-3);
  }

  /** The encoder is that of the two-tower network, by names and by numbers. */
  @Test
  void theBodyIsThePretrainedEncoder() {
    LossConfig loss = SmallModels.loss(LossConfig.Kind.MARGIN);
    try (SameDiffEngine towers =
            new SameDiffEngine(SameDiffEngine.Model.training(NETWORK, loss, SmallModels.INPUT));
        SameDiffClassifier classifier =
            SameDiffClassifier.ofClips(model(Tower.VIDEO, Statistics.BATCH), CLASSES)) {
      float[] tower = towers.initialParameters(new SplittableRandom(1));
      towers.load(tower, towers.initialStatistics(new SplittableRandom(2)));
      float[] parameters = classifier.initialParameters(new SplittableRandom(9));
      for (ParameterInfo info : classifier.parameters()) {
        if (info.name().startsWith(SameDiffClassifier.HEAD)) {
          continue;
        }
        ParameterInfo same =
            towers.parameters().stream()
                .filter(other -> other.name().equals(info.name()))
                .findFirst()
                .orElseThrow();
        assertEquals(same.shape(), info.shape());
        System.arraycopy(tower, same.offset(), parameters, info.offset(), info.size());
      }
      classifier.load(parameters, classifier.initialStatistics(new SplittableRandom(2)));
      float[] clips = SmallModels.normal(20 * classifier.exampleSize(), new SplittableRandom(4));
      float[] features = towers.encodeVideo(clips, 20);
      int size = towers.videoFeatureSize();
      float[] expected = new float[20 * CLASSES];
      ParameterInfo weight = head(classifier, "weight");
      for (int n = 0; n < 20; n++) {
        for (int k = 0; k < CLASSES; k++) {
          for (int i = 0; i < size; i++) {
            expected[n * CLASSES + k] +=
                features[n * size + i] * parameters[weight.offset() + k * size + i];
          }
        }
      }
      assertArrayEquals(expected, classifier.logits(clips, 20), 1e-4f);
    }
  }

  private static ParameterInfo head(Classifier classifier, String name) {
    return classifier.parameters().stream()
        .filter(info -> info.name().equals(SameDiffClassifier.HEAD + "." + name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void vectorsAreClassifiedByALinearMap() {
    try (SameDiffClassifier classifier = SameDiffClassifier.ofVectors(2, 2)) {
      classifier.load(new float[] {1, 2, 3, 4, 10, 20}, new float[0]);
      // W = [[1, 2], [3, 4]], b = [10, 20]
      assertArrayEquals(
          new float[] {15, 31, 9, 19}, classifier.logits(new float[] {1, 2, 1, -1}, 2), 1e-5f);
    }
  }

  @Test
  void wrongSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SameDiffClassifier.ofVectors(0, 2).close());
    assertThrows(IllegalArgumentException.class, () -> SameDiffClassifier.ofVectors(2, 1).close());
    try (SameDiffClassifier classifier = SameDiffClassifier.ofVectors(2, 2)) {
      assertThrows(
          IllegalArgumentException.class, () -> classifier.step(new float[2], new float[3], 1));
      assertThrows(IllegalArgumentException.class, () -> classifier.logits(new float[3], 1));
    }
  }
}
