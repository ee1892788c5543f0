package avts.pretrain.graph.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.pretrain.graph.ops.BinAverage.Bins;
import avts.pretrain.graph.ops.BinAverage.TimeAxis;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BinAverageTest {

  private static float[] pool(Bins bins, float[] values, long... shape) {
    SameDiff graph = SameDiff.create();
    SDVariable pooled = BinAverage.of(graph.placeHolder("x", DataType.FLOAT, shape), bins);
    JavaOp operation = (JavaOp) graph.getVariableOutputOp(pooled.name());
    INDArray output = Nd4j.create(DataType.FLOAT, operation.outputShapes(List.of(shape)).get(0));
    try (Workers workers = new Workers(2)) {
      operation.run(
          new INDArray[] {Nd4j.createFromArray(values).reshape(shape)},
          new INDArray[] {output},
          workers);
    }
    return output.data().asFloat();
  }

  @Test
  void binsOverlapWhereTheyDoNotDivide() {
    // one clip, one channel, three frames of one pixel, in two bins: 0..1 and 1..2
    assertArrayEquals(
        new float[] {1.5f, 2.5f},
        pool(new Bins(2, 1, TimeAxis.FIRST, 2), new float[] {1, 2, 3}, 1, 1, 3, 1, 1));
  }

  @Test
  void rowsAreClipThenTimeAndColumnsChannelThenBandThenCell() {
    // two channels of 2 filters x 4 windows; two steps of two cells each
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17};
    assertArrayEquals(
        new float[] {0, 1, 4, 5, 10, 11, 14, 15, 2, 3, 6, 7, 12, 13, 16, 17},
        pool(new Bins(2, 4, TimeAxis.LAST, 2), values, 1, 2, 2, 4));
  }

  @Test
  void oneBinIsTheMean() {
    float[] values = {1, 2, 3, 4, 5, 9};
    assertEquals(4f, pool(new Bins(1, 1, TimeAxis.FIRST, 1), values, 1, 1, 3, 2)[0], 1e-6f);
  }

  @Test
  void stepsMustDivideTheBins() {
    assertThrows(IllegalArgumentException.class, () -> new Bins(3, 1, TimeAxis.FIRST, 2));
  }
}
