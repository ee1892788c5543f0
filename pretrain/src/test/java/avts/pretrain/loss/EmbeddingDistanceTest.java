package avts.pretrain.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class EmbeddingDistanceTest {

  private static EmbeddingDistance distance(EmbeddingDistance.Kind kind) {
    SameDiff graph = SameDiff.create();
    SDVariable[] inputs = new SDVariable[3];
    for (int i = 0; i < 3; i++) {
      inputs[i] = graph.placeHolder("input" + i, DataType.DOUBLE, 2, 3);
    }
    return new EmbeddingDistance(kind, inputs[0], inputs[1], inputs[2]);
  }

  private static List<long[]> shapes(int rows, int width) {
    return List.of(new long[] {rows, width}, new long[] {rows, width}, new long[] {rows, 1});
  }

  /** Student (3, 4), teacher (3, 2): differences 0 and 2; by hand and as torch.nn has them. */
  @ParameterizedTest
  @CsvSource({
    "MSE, 2.0", // (0 + 4) / 2
    "L1, 1.0", // (0 + 2) / 2
    "SMOOTH_L1, 0.75", // (0 + 1.5) / 2
    "COSINE, 0.0570097", // 1 - 17 / (5 sqrt 13)
    "KL, 0.462117" // p = (.731059, .268941), q = (.268941, .731059)
  })
  void valuesByHand(EmbeddingDistance.Kind kind, double expected) {
    double[][] inputs = {{3, 4, 9, 9}, {3, 2, 0, 0}, {1, 0}};
    assertEquals(expected, distance(kind).forward(inputs, shapes(2, 2))[0][0], 2e-6);
  }

  @ParameterizedTest
  @EnumSource(EmbeddingDistance.Kind.class)
  void anEmbeddingIsNotDistantFromItself(EmbeddingDistance.Kind kind) {
    double[] rows = {1, -2, 3, 0.5, 0.1, 2};
    double[][] inputs = {rows, rows, {1, 1}};
    assertEquals(0, distance(kind).forward(inputs, shapes(2, 3))[0][0], 1e-12);
  }

  @ParameterizedTest
  @EnumSource(EmbeddingDistance.Kind.class)
  void gradientsAreNumericGradients(EmbeddingDistance.Kind kind) {
    SplittableRandom random = new SplittableRandom(2);
    double[][] inputs = {
      random.doubles(12, -2, 2).toArray(), random.doubles(12, -2, 2).toArray(), {1, 0, 0.5, 2}
    };
    EmbeddingDistance loss = distance(kind);
    double[] gradient = loss.backward(inputs, shapes(4, 3), new double[] {3})[0];
    double largest = 0;
    for (int i = 0; i < 12; i++) {
      double value = inputs[0][i];
      inputs[0][i] = value + 1e-6;
      double above = loss.forward(inputs, shapes(4, 3))[0][0];
      inputs[0][i] = value - 1e-6;
      double below = loss.forward(inputs, shapes(4, 3))[0][0];
      inputs[0][i] = value;
      assertEquals(3 * (above - below) / 2e-6, gradient[i], 1e-7);
      largest = Math.max(largest, Math.abs(gradient[i]));
    }
    assertTrue(largest > 0.01);
  }

  @Test
  void withoutRowsThatCountThereIsNoDistance() {
    double[][] inputs = {{1, 2}, {3, 4}, {0}};
    EmbeddingDistance loss = distance(EmbeddingDistance.Kind.MSE);
    assertEquals(0, loss.forward(inputs, shapes(1, 2))[0][0]);
  }
}
