package avts.pretrain.graph.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BatchNormTest {

  private static final BatchNorm.Options RELU = new BatchNorm.Options(1e-5, true);

  private static JavaOp overBatch(DataType type, long... shape) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", type, shape);
    SDVariable scale = graph.placeHolder("scale", type, shape[1]);
    SDVariable shift = graph.placeHolder("shift", type, shape[1]);
    return operation(BatchNorm.overBatch(x, scale, shift, RELU).output());
  }

  private static JavaOp operation(SDVariable output) {
    return (JavaOp) output.getSameDiff().getVariableOutputOp(output.name());
  }

  private static JavaOp backward(JavaOp forward) {
    SDVariable first = forward.outputVariables()[0];
    SDVariable gradient = first.getSameDiff().placeHolder("dy", first.dataType(), -1, -1, -1);
    return operation(
        forward
            .gradients(List.of(Gradient.of(gradient), Gradient.NONE, Gradient.NONE))
            .get(0)
            .get());
  }

  private static INDArray[] run(JavaOp operation, int threads, INDArray... inputs) {
    INDArray[] outputs =
        operation.outputShapes(List.of(inputs).stream().map(INDArray::shape).toList()).stream()
            .map(shape -> Nd4j.create(inputs[0].dataType(), shape))
            .toArray(INDArray[]::new);
    try (Workers workers = new Workers(threads)) {
      operation.run(inputs, outputs, workers);
    }
    return outputs;
  }

  @Test
  void handComputedValues() {
    // channel 0 of two samples: 1 3 | 5 7, mean 4, variance 5
    INDArray x = Nd4j.createFromArray(1f, 3f, 5f, 7f).reshape(2, 1, 2);
    INDArray[] outputs =
        run(
            overBatch(DataType.FLOAT, 2, 1, 2),
            1,
            x,
            Nd4j.createFromArray(2f),
            Nd4j.createFromArray(1f));
    assertEquals(4, outputs[1].getDouble(0), 1e-6);
    assertEquals(5, outputs[2].getDouble(0), 1e-6);
    double unit = 2 / Math.sqrt(5);
    assertArrayEquals(
        new float[] {0, (float) (1 - unit), (float) (1 + unit), (float) (1 + 3 * unit)},
        outputs[0].data().asFloat(),
        1e-5f);
  }

  @Test
  void givenStatisticsAreApplied() {
    SameDiff graph = SameDiff.create();
    List<SDVariable> channels =
        List.of("scale", "shift", "mean", "variance").stream()
            .map(name -> graph.placeHolder(name, DataType.FLOAT, 1))
            .toList();
    JavaOp operation =
        operation(
            BatchNorm.withStatistics(
                graph.placeHolder("x", DataType.FLOAT, 1, 1, 2),
                channels.subList(0, 2),
                channels.subList(2, 4),
                new BatchNorm.Options(1, false)));
    INDArray[] outputs =
        run(
            operation,
            1,
            Nd4j.createFromArray(2f, 8f).reshape(1, 1, 2),
            Nd4j.createFromArray(3f),
            Nd4j.createFromArray(0.5f),
            Nd4j.createFromArray(4f),
            Nd4j.createFromArray(8f));
    // (x - 4) / sqrt(8 + 1) * 3 + 0.5
    assertArrayEquals(new float[] {-1.5f, 4.5f}, outputs[0].data().asFloat(), 1e-6f);
  }

  @Test
  void fastPathEqualsPlainPathForAnyNumberOfThreads() {
    long[] shape = {3, 5, 1500}; // blocks of 1024 and a rest
    RandomGenerator generator = new SplittableRandom(1);
    INDArray x = random(generator, shape).addi(20); // far from 0, where sums of squares cancel
    INDArray dy = random(generator, shape);
    INDArray scale = random(generator, 5);
    INDArray shift = random(generator, 5);
    JavaOp fast = overBatch(DataType.FLOAT, shape);
    JavaOp plain = overBatch(DataType.DOUBLE, shape);
    INDArray[] expected = run(plain, 1, doubles(x, scale, shift));
    INDArray[] actual = run(fast, 1, x, scale, shift);
    INDArray[] shared = run(fast, 3, x, scale, shift);
    INDArray[] expectedBack =
        run(backward(plain), 1, doubles(x, scale, shift, expected[1], expected[2], dy));
    INDArray[] actualBack = run(backward(fast), 2, x, scale, shift, actual[1], actual[2], dy);
    for (int i = 0; i < 3; i++) {
      assertClose(expected[i], actual[i]);
      assertArrayEquals(actual[i].data().asFloat(), shared[i].data().asFloat());
      assertClose(expectedBack[i], actualBack[i]);
    }
  }

  private static void assertClose(INDArray expected, INDArray actual) {
    double difference = expected.sub(actual.castTo(DataType.DOUBLE)).norm2Number().doubleValue();
    assertEquals(0, difference / expected.norm2Number().doubleValue(), 2e-5);
  }

  private static INDArray random(RandomGenerator generator, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    float[] values = new float[(int) array.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) generator.nextGaussian();
    }
    NativeValues.write(values, 0, array);
    return array;
  }

  private static INDArray[] doubles(INDArray... arrays) {
    return List.of(arrays).stream()
        .map(array -> array.castTo(DataType.DOUBLE))
        .toArray(INDArray[]::new);
  }
}
