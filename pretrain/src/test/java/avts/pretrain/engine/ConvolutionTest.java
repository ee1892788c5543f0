package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.graph.Gradients;
import avts.pretrain.graph.ops.Convolution;
import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.graph.ops.Relu;
import avts.pretrain.graph.ops.Workers;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions of the backend against the definition, in PyTorch's layout and padding. */
class ConvolutionTest {

  private static final int SAMPLES = 2;
  private static final int INPUTS = 3;
  private static final int OUTPUTS = 4;
  private static final int[] SIZE = {5, 7, 8};

  /** Kernel, stride and padding along depth, height, width. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Axes(int[] kernel, int[] stride, int[] padding) {

    int out(int axis) {
      return (SIZE[axis] + 2 * padding[axis] - kernel[axis]) / stride[axis] + 1;
    }

    int kernelSize() {
      return kernel[0] * kernel[1] * kernel[2];
    }

    int positions() {
      return out(0) * out(1) * out(2);
    }

    Geometry geometry() {
      return new Geometry(extent(kernel), extent(stride), extent(padding));
    }

    private static Extent extent(int... values) {
      return new Extent(values[0], values[1], values[2]);
    }

    /** Returns which input value lies under a weight at a position, -1 in the padding. */
    int source(int weight, int position) {
      int[] w = split(weight, kernel[1], kernel[2]);
      int[] p = split(position, out(1), out(2));
      int index = 0;
      for (int axis = 0; axis < 3; axis++) {
        int place = p[axis] * stride[axis] + w[axis] - padding[axis];
        if (place < 0 || place >= SIZE[axis]) {
          return -1;
        }
        index = index * SIZE[axis] + place;
      }
      return index;
    }

    private static int[] split(int index, int second, int third) {
      return new int[] {index / (second * third), index / third % second, index % third};
    }
  }

  private static float[] random(int length, long seed) {
    SplittableRandom generator = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) generator.nextDouble(-1, 1);
    }
    return values;
  }

  private static INDArray array(float[] values, long... shape) {
    return Nd4j.createFromArray(values).reshape(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 7, 7, 1, 2, 2, 1, 3, 3",
    "1, 3, 3, 1, 2, 2, 0, 1, 1",
    "3, 1, 1, 2, 1, 1, 1, 0, 0",
    "1, 1, 1, 1, 2, 2, 0, 0, 0",
    "1, 1, 1, 2, 2, 2, 0, 0, 0",
    "3, 3, 3, 1, 1, 1, 1, 1, 1",
    "1, 7, 7, 1, 4, 4, 0, 3, 3"
  })
  void equalsTheDefinition(int k0, int k1, int k2, int s0, int s1, int s2, int p0, int p1, int p2) {
    Axes axes = new Axes(new int[] {k0, k1, k2}, new int[] {s0, s1, s2}, new int[] {p0, p1, p2});
    int volume = SIZE[0] * SIZE[1] * SIZE[2];
    float[] x = random(SAMPLES * INPUTS * volume, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.abs(x[i]); // so that ReLU leaves it alone
    }
    float[] w = random(OUTPUTS * INPUTS * axes.kernelSize(), 2);
    float[] expected = new float[SAMPLES * OUTPUTS * axes.positions()];
    float[] expectedGradient = new float[w.length];
    visit(axes, (in, weight, out) -> expected[out] += x[in] * w[weight]);
    // the loss is the sum of the outputs' positive parts
    visit(axes, (in, weight, out) -> expectedGradient[weight] += expected[out] > 0 ? x[in] : 0);
    long[] inputShape = {SAMPLES, INPUTS, SIZE[0], SIZE[1], SIZE[2]};
    long[] weightShape = {OUTPUTS, INPUTS, k0, k1, k2};
    for (boolean leaf : new boolean[] {true, false}) {
      for (Convolutions convolutions : List.of(Convolutions.ND4J, Convolutions.ONEDNN)) {
        List<float[]> actual =
            run(new Convolved(axes.geometry(), inputShape, weightShape, leaf), x, w, convolutions);
        assertArrayEquals(expected, actual.get(0), 2e-5f);
        assertArrayEquals(expectedGradient, actual.get(1), 5e-4f);
      }
    }
  }

  /** Works on one product of the convolution. */
  private interface Product {
    void visit(int input, int weight, int output);
  }

  private static void visit(Axes axes, Product product) {
    int volume = SIZE[0] * SIZE[1] * SIZE[2];
    for (int n = 0; n < SAMPLES; n++) {
      for (int o = 0; o < OUTPUTS; o++) {
        for (int c = 0; c < INPUTS; c++) {
          for (int k = 0; k < axes.kernelSize(); k++) {
            for (int p = 0; p < axes.positions(); p++) {
              int source = axes.source(k, p);
              if (source >= 0) {
                product.visit(
                    (n * INPUTS + c) * volume + source,
                    (o * INPUTS + c) * axes.kernelSize() + k,
                    (n * OUTPUTS + o) * axes.positions() + p);
              }
            }
          }
        }
      }
    }
  }

  /**
   * What is convolved.
   *
   * @param inputShape {@code [N, C, D, H, W]}
   * @param weightShape {@code [O, C, kD, kH, kW]}
   * @param leaf whether the input is a placeholder, whose derivative is left out
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Convolved(
      Geometry geometry, long[] inputShape, long[] weightShape, boolean leaf) {}

  /** Returns output and weight gradient of the sum of the positive outputs. */
  private static List<float[]> run(Convolved c, float[] x, float[] w, Convolutions convolutions) {
    SameDiff graph = SameDiff.create();
    SDVariable clip = graph.placeHolder("x", DataType.FLOAT, c.inputShape);
    SDVariable weights = graph.placeHolder("w", DataType.FLOAT, c.weightShape);
    SDVariable y = Convolution.of(c.leaf ? clip : Relu.of(clip), weights, 3, c.geometry);
    SDVariable loss = Sum.of(Relu.of(y));
    SDVariable gradient = Gradients.of(loss, List.of(weights)).get(0);
    try (Workers workers = new Workers(2);
        GraphPlan plan =
            new GraphPlan(
                new GraphPlan.Recipe(
                    graph,
                    Map.of(),
                    Map.of("x", array(x, c.inputShape), "w", array(w, c.weightShape)),
                    List.of(y.name(), gradient.name())),
                new GraphContext(DataType.FLOAT, 0, workers, convolutions))) {
      plan.run();
      return Stream.of(y, gradient)
          .map(variable -> NativeValues.readFloats(plan.array(variable.name())))
          .toList();
    }
  }

  /**
   * Fewer frames than the kernel has. oneDNN 3.11 in bfloat16 would read what lies around the
   * input, which the plans before have left there.
   */
  @Test
  void bfloat16StaysInsideOfShortClips() {
    assumeTrue(OneDnn.load().map(OneDnn::hasBfloat16).orElse(false), "no AVX-512 BF16 here");
    Convolved shortClips =
        new Convolved(
            new Geometry(new Extent(3, 1, 1), new Extent(1, 1, 1), new Extent(1, 0, 0)),
            new long[] {2, 32, 2, 14, 14},
            new long[] {32, 32, 3, 1, 1},
            false);
    float[] x = random(2 * 32 * 2 * 14 * 14, 3);
    float[] w = random(32 * 32 * 3, 4);
    for (int repetition = 0; repetition < 8; repetition++) {
      float[] exact = run(shortClips, x, w, Convolutions.ONEDNN).get(1);
      float[] rounded = run(shortClips, x, w, Convolutions.ONEDNN_BF16).get(1);
      float largest = 0;
      for (float value : exact) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertArrayEquals(exact, rounded, 0.02f * largest);
    }
  }
}
