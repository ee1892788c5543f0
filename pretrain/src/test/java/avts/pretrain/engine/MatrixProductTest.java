package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MatrixProductTest {

  @Test
  void smallProductsByHand() {
    float[] a = {1, 2, 3, 4, 5, 6}; // 2 x 3 or 3 x 2
    float[] b = {1, 0, 2}; // 1 x 3
    assertArrayEquals(new float[] {7, 16}, MatrixProduct.ofRows(a, b, 3));
    assertArrayEquals(
        new double[] {7, 16},
        MatrixProduct.ofRows(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 0, 2}, 3));
    // Columns of the 3 x 2 matrix with the column 1, 0, 2: 1 + 10, 2 + 12.
    assertArrayEquals(
        new double[] {11, 14},
        MatrixProduct.ofColumns(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 0, 2}, 3));
    assertEquals(0, MatrixProduct.ofRows(new float[0], b, 3).length);
  }

  @Test
  void equalsTripleLoops() {
    int m = 37;
    int n = 53;
    int width = 29;
    SplittableRandom random = new SplittableRandom(1);
    double[] a = random.doubles((long) m * width).toArray();
    double[] b = random.doubles((long) n * width).toArray();
    double[] rows = MatrixProduct.ofRows(a, b, width);
    float[] single = MatrixProduct.ofRows(narrow(a), narrow(b), width);
    double[] columns = MatrixProduct.ofColumns(a, b, width);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double byRows = 0;
        double byColumns = 0;
        for (int k = 0; k < width; k++) {
          byRows += a[i * width + k] * b[j * width + k];
          byColumns += a[k * m + i] * b[k * n + j];
        }
        assertEquals(byRows, rows[i * n + j], 1e-12);
        assertEquals(byRows, single[i * n + j], 1e-5);
        assertEquals(byColumns, columns[i * n + j], 1e-12);
      }
    }
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Test
  void severalThreadsGetWhatOneGets() {
    SplittableRandom random = new SplittableRandom(2);
    float[] a = narrow(random.doubles(64 * 50).toArray());
    float[] b = narrow(random.doubles(80 * 50).toArray());
    float[] alone = MatrixProduct.ofRows(a, b, 50);
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> assertArrayEquals(alone, MatrixProduct.ofRows(a, b, 50), 1e-5f));
  }

  @Test
  void valuesThatAreNoRowsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> MatrixProduct.ofRows(new float[5], new float[6], 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixProduct.ofColumns(new double[6], new double[6], 0));
  }
}
