package avts.pretrain.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class LossOpsTest {

  private static SDVariable input(SameDiff graph, String name, long... shape) {
    return graph.placeHolder(name, DataType.DOUBLE, shape);
  }

  private static MarginLoss margin(int batch, int size) {
    SameDiff graph = SameDiff.create();
    return new MarginLoss(
        input(graph, "video", batch, size),
        input(graph, "audio", batch, size),
        input(graph, "negative", batch),
        0.99);
  }

  private static InfoNceLoss infoNce(int batch, int size, double temperature) {
    SameDiff graph = SameDiff.create();
    return new InfoNceLoss(
        input(graph, "video", batch, size), input(graph, "audio", batch, size), temperature);
  }

  private static double[] random(int length, long seed) {
    SplittableRandom generator = new SplittableRandom(seed);
    return generator.doubles(length, -1, 1).toArray();
  }

  /** papers.md 1.3: a unit orthogonal pair, negative and aligned, with lengths 1 and 1/2. */
  @ParameterizedTest
  @CsvSource({"1.0, 2.0, 0.0", "0.5, 0.5, 0.080029"})
  void marginOfAnOrthogonalPair(double length, double aligned, double negative) {
    // clip 0 lies on the first axis with its sound on the second; clip 1 the other way round
    double[] video = {length, 0, 0, length};
    double[] audio = {0, length, length, 0};
    double[][] own = margin(2, 2).forward(inputs(video, audio, 1, 0), shapes(2, 2));
    // each negative pair has distance 0 here and costs the square of the margin ...
    assertEquals((aligned + 0.99 * 0.99) / 2, own[0][0], 1e-6);
    double[][] swapped = margin(2, 2).forward(inputs(video, video, 1, 0), shapes(2, 2));
    assertEquals(negative / 2, swapped[0][0], 1e-6); // ... and here each aligned pair, for nothing
    assertEquals(length * Math.sqrt(2), swapped[2][0], 1e-9);
    assertEquals(0, swapped[1][0], 1e-9);
  }

  private static double[][] inputs(double[] video, double[] audio, double... negative) {
    return new double[][] {video, audio, negative};
  }

  private static List<long[]> shapes(int batch, int size) {
    return List.of(new long[] {batch, size}, new long[] {batch, size}, new long[] {batch});
  }

  @Test
  void marginLossOfAlignedPairsWithDistantNegativesIsZero() {
    double[] points = {0, 0, 3, 0};
    assertEquals(0, margin(2, 2).forward(inputs(points, points, 1, 0), shapes(2, 2))[0][0], 0);
  }

  @Test
  void equalEmbeddingsGiveFiniteGradients() {
    double[] points = {1, 1, 1, 1};
    double[][] gradients =
        margin(2, 2).backward(inputs(points, points, 1, 0), shapes(2, 2), new double[] {1});
    assertArrayEquals(new double[4], gradients[0], 0);
  }

  @Test
  void infoNceEqualsTheDefinition() {
    int batch = 5;
    int size = 3;
    double[] video = random(batch * size, 1);
    double[] audio = random(batch * size, 2);
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      double row = 0;
      double column = 0;
      for (int j = 0; j < batch; j++) {
        row += Math.exp(product(video, i, audio, j, size) / 0.3);
        column += Math.exp(product(video, j, audio, i, size) / 0.3);
      }
      double own = Math.exp(product(video, i, audio, i, size) / 0.3);
      sum -= Math.log(own / row) + Math.log(own / column);
    }
    double actual =
        infoNce(batch, size, 0.3).forward(new double[][] {video, audio}, shapes(batch, size))[0][0];
    assertEquals(sum / (2 * batch), actual, 1e-12);
  }

  private static double product(double[] a, int i, double[] b, int j, int size) {
    double product = 0;
    for (int k = 0; k < size; k++) {
      product += a[i * size + k] * b[j * size + k];
    }
    return product;
  }

  @Test
  void infoNceOfEqualEmbeddingsIsTheLogarithmOfTheBatch() {
    double[] ones = new double[8];
    double actual = infoNce(8, 1, 0.07).forward(new double[][] {ones, ones}, shapes(8, 1))[0][0];
    assertEquals(Math.log(8), actual, 1e-12);
  }

  @Test
  void crossEntropyOfUndecidedLogitsIsLogTwoAndOfRightOnesNothing() {
    SameDiff graph = SameDiff.create();
    SyncCrossEntropy loss = new SyncCrossEntropy(input(graph, "logits", 4, 2));
    List<long[]> shape = List.of(new long[] {4, 2});
    assertEquals(Math.log(2), loss.forward(new double[][] {new double[8]}, shape)[0][0], 1e-12);
    double[] right = {-50, 50, -50, 50, 50, -50, 50, -50};
    assertEquals(0, loss.forward(new double[][] {right}, shape)[0][0], 1e-12);
  }

  @Test
  void rowsPairEachPictureWithItsOwnAndItsNegativeSound() {
    SameDiff graph = SameDiff.create();
    PairRows rows =
        new PairRows(
            input(graph, "video", 2, 1), input(graph, "audio", 2, 1), input(graph, "negative", 2));
    assertArrayEquals(
        new double[] {1, 10, 2, 20, 1, 20, 2, 10},
        rows.forward(inputs(new double[] {1, 2}, new double[] {10, 20}, 1, 0), shapes(2, 1))[0]);
  }

  /** The two functions of an operation. */
  private record Functions(
      Function<double[][], double[][]> forward, Function<double[][], double[][]> backward) {}

  @Test
  void gradientsAreNumericGradients() {
    SameDiff graph = SameDiff.create();
    InfoNceLoss trained =
        new InfoNceLoss(
            input(graph, "v", 4, 3), input(graph, "a", 4, 3), input(graph, "temperature", 1));
    MarginLoss margin = margin(4, 3);
    List<long[]> shapes = shapes(4, 3);
    double[] one = {1};
    checkGradient(
        new Functions(x -> trained.forward(x, shapes), x -> trained.backward(x, shapes, one)),
        new double[][] {random(12, 3), random(12, 4), {Math.log(0.4)}});
    checkGradient(
        new Functions(x -> margin.forward(x, shapes), x -> margin.backward(x, shapes, one)),
        inputs(random(12, 3), random(12, 4), 2, 0, 3, 1));
  }

  private static void checkGradient(Functions loss, double[][] inputs) {
    double[][] gradients = loss.backward().apply(inputs);
    for (int input = 0; input < gradients.length; input++) {
      for (int i = 0; i < inputs[input].length; i++) {
        double value = inputs[input][i];
        inputs[input][i] = value + 1e-6;
        double above = loss.forward().apply(inputs)[0][0];
        inputs[input][i] = value - 1e-6;
        double below = loss.forward().apply(inputs)[0][0];
        inputs[input][i] = value;
        assertEquals((above - below) / 2e-6, gradients[input][i], 1e-7);
      }
    }
    assertTrue(gradients[0][0] != 0);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LossConfig(LossConfig.Kind.MARGIN, 0, LossConfig.Normalise.NONE, 0.07, false, 64));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LossConfig(
                LossConfig.Kind.INFONCE, 1, LossConfig.Normalise.L2_HALF, 0.07, false, 64));
  }

  @Test
  void softmaxCrossEntropyEqualsTheDefinition() {
    SameDiff graph = SameDiff.create();
    SoftmaxCrossEntropy loss =
        new SoftmaxCrossEntropy(input(graph, "logits", 2, 3), input(graph, "targets", 2, 3));
    List<long[]> shape = List.of(new long[] {2, 3}, new long[] {2, 3});
    // Row 1: -log(e^1 / (e^1 + e^2 + e^3)) = 2.4076; row 2: soft targets on equal logits: log 3.
    double[][] inputs = {{1, 2, 3, 5, 5, 5}, {1, 0, 0, 0.2, 0.3, 0.5}};
    assertEquals((2.407606 + Math.log(3)) / 2, loss.forward(inputs, shape)[0][0], 1e-6);
    double[] gradient = loss.backward(inputs, shape, new double[] {1})[0];
    // (softmax - target) / rows
    assertArrayEquals(
        new double[] {
          (0.090031 - 1) / 2,
          0.244728 / 2,
          0.665241 / 2,
          (1 / 3.0 - 0.2) / 2,
          (1 / 3.0 - 0.3) / 2,
          (1 / 3.0 - 0.5) / 2
        },
        gradient,
        1e-6);
    double[][] extreme = {{1000, 0, -1000, 0, 0, 0}, {0, 1, 0, 1, 0, 0}};
    assertEquals((1000 + Math.log(3)) / 2, loss.forward(extreme, shape)[0][0], 1e-9);
  }
}
