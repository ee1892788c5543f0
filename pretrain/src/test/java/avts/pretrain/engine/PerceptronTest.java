package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.engine.PerceptronShape.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class PerceptronTest {
  private static final int N = 5;
  private static final double STEP = 1e-4;

  private static Dropout dropout(double input, double hidden) {
    return new Dropout(input, hidden, new SplittableRandom(7));
  }

  private static PerceptronShape shape(Activation activation) {
    return new PerceptronShape(2, 3, List.of(5, 4, 3), 3, activation);
  }

  private static double loss(PerceptronShape shape, float[] weights, float[] x, float[] targets) {
    try (SameDiffPerceptron network =
        new SameDiffPerceptron(shape, dropout(0.2, 0.5), DataType.DOUBLE)) {
      network.load(weights, new float[0]);
      return network.step(x, targets, N).step().loss();
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void theGradientIsTheNumericOneUnderTheSameMasks(Activation activation) {
    PerceptronShape shape = shape(activation);
    float[] x = SmallModels.normal(N * 6, new SplittableRandom(3));
    float[] targets = new float[N * 3];
    for (int i = 0; i < N; i++) {
      targets[i * 3 + i % 3] = 1;
    }
    float[] weights;
    float[] gradient;
    List<ParameterInfo> parameters;
    try (SameDiffPerceptron network =
        new SameDiffPerceptron(shape, dropout(0.2, 0.5), DataType.DOUBLE)) {
      SplittableRandom random = new SplittableRandom(5);
      weights = network.initialParameters(random);
      for (int i = 0; i < weights.length; i++) {
        weights[i] += 0.1f * (float) random.nextGaussian(); // away from the kink at 0
      }
      network.load(weights, new float[0]);
      gradient = network.step(x, targets, N).step().gradient();
      parameters = network.parameters();
    }
    assertEquals(8, parameters.size());
    double largest = 0;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    assertTrue(largest > 1e-3, "the gradient vanishes");
    for (ParameterInfo info : parameters) {
      for (int index : new int[] {info.offset(), info.offset() + info.size() / 2}) {
        float[] moved = weights.clone();
        moved[index] = weights[index] + (float) STEP;
        double upper = moved[index];
        double above = loss(shape, moved, x, targets);
        moved[index] = weights[index] - (float) STEP;
        double lower = moved[index];
        double numeric = (above - loss(shape, moved, x, targets)) / (upper - lower);
        assertEquals(
            numeric, gradient[index], 2e-3 * Math.abs(numeric) + 1e-5 * largest, info.name());
      }
    }
  }

  @Test
  void activationsAreThoseOfAHandMadeNetwork() {
    PerceptronShape shape = new PerceptronShape(1, 2, List.of(2), 2, Activation.RELU);
    try (SameDiffPerceptron network = new SameDiffPerceptron(shape, dropout(0.5, 0.5))) {
      // hidden W = [[1, 2], [-1, 0]], b = [0, 0.5]; classifier W = [[1, 1], [0, 2]], b = [3, 4]
      network.load(new float[] {1, 2, -1, 0, 0, 0.5f, 1, 1, 0, 2, 3, 4}, new float[0]);
      float[] x = {1, 1, -2, 0.5f};
      assertArrayEquals(x, network.activations(x, 2, 0));
      // [1 + 2, -1 + 0.5], [-2 + 1, 2 + 0.5], negatives to 0
      assertArrayEquals(new float[] {3, 0, 0, 2.5f}, network.activations(x, 2, 1), 1e-6f);
      assertArrayEquals(new float[] {6, 4, 5.5f, 9}, network.logits(x, 2), 1e-6f);
    }
    PerceptronShape smooth = new PerceptronShape(1, 1, List.of(1), 2, Activation.SIGMOID);
    try (SameDiffPerceptron network = new SameDiffPerceptron(smooth, dropout(0, 0))) {
      network.load(new float[] {2, 0, 1, 1, 0, 0}, new float[0]);
      assertArrayEquals(
          new float[] {1 / (1 + (float) Math.exp(-2))},
          network.activations(new float[] {1}, 1, 1),
          1e-6f);
    }
  }

  /** The hidden layers know one step only, the classifier all. */
  @Test
  void stepsShareTheirHiddenWeights() {
    PerceptronShape shape = new PerceptronShape(2, 1, List.of(1), 2, Activation.RELU);
    try (SameDiffPerceptron network = new SameDiffPerceptron(shape, dropout(0, 0))) {
      // hidden w = 2, b = 1; classifier W = [[1, 10], [0, 1]], b = [0, 0]
      network.load(new float[] {2, 1, 1, 10, 0, 1, 0, 0}, new float[0]);
      float[] x = {3, 5};
      assertArrayEquals(new float[] {7, 11}, network.activations(x, 1, 1), 1e-6f);
      assertArrayEquals(new float[] {117, 11}, network.logits(x, 1), 1e-6f);
    }
  }

  /** H^(i) through the layers above i is the whole network, for every i. */
  @Test
  void layersAboveAreTheEndOfTheNetwork() {
    PerceptronShape shape = shape(Activation.RELU);
    float[] x = SmallModels.normal(70 * 6, new SplittableRandom(3));
    try (SameDiffPerceptron network = new SameDiffPerceptron(shape, dropout(0, 0))) {
      float[] weights = network.initialParameters(new SplittableRandom(1));
      network.load(weights, new float[0]);
      float[] expected = network.logits(x, 70);
      for (int layer = 0; layer <= 3; layer++) {
        try (SameDiffPerceptron above = new SameDiffPerceptron(shape.above(layer), dropout(0, 0))) {
          above.load(
              Arrays.copyOfRange(weights, network.offsetAbove(layer), weights.length),
              new float[0]);
          assertArrayEquals(expected, above.logits(network.activations(x, 70, layer), 70), 1e-4f);
        }
      }
    }
  }

  /** What dropout keeps is scaled so that a linear network's mean output stays. */
  @Test
  void dropoutKeepsTheMean() {
    PerceptronShape linear = new PerceptronShape(1, 1, List.of(), 2, Activation.RELU);
    try (SameDiffPerceptron network = new SameDiffPerceptron(linear, dropout(0.4, 0))) {
      network.load(new float[] {1, 0, 0, 0}, new float[0]);
      int n = 4000;
      float[] ones = new float[n];
      Arrays.fill(ones, 1);
      float[] logits = network.step(ones, new float[2 * n], n).logits();
      int kept = 0;
      for (int i = 0; i < n; i++) {
        float logit = logits[2 * i];
        assertTrue(logit == 0 || Math.abs(logit - 1 / 0.6f) < 1e-5, "got " + logit);
        kept += logit == 0 ? 0 : 1;
      }
      assertEquals(0.6 * n, kept, 4 * Math.sqrt(n * 0.24)); // four standard deviations
      assertArrayEquals(new float[] {1, 0}, network.logits(new float[] {1}, 1), 1e-6f);
    }
  }

  @Test
  void wrongSizesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new PerceptronShape(1, 2, List.of(0), 2, Activation.RELU));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PerceptronShape(1, 2, List.of(), 1, Activation.RELU));
    assertThrows(IllegalArgumentException.class, () -> dropout(1, 0));
    IllegalArgumentException layer =
        assertThrows(IllegalArgumentException.class, () -> shape(Activation.RELU).above(4));
    assertTrue(String.valueOf(layer.getMessage()).contains("from 0, the input, to 3"));
  }
}
