package avts.datasets.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MomentsTest {

  /** First values 1, 3, 5: mean 3, variance 8 / 3; the second never changes. */
  @Test
  void valuesGetMeanZeroAndDeviationOne() {
    Moments moments = Moments.of(List.of(new float[] {1, 7, 3, 7}, new float[] {5, 7}), 2);
    assertArrayEquals(new float[] {3, 7}, moments.mean(), 1e-6f);
    assertArrayEquals(new float[] {(float) Math.sqrt(8 / 3.0), 1}, moments.deviation(), 1e-6f);
    float root = (float) Math.sqrt(1.5);
    assertArrayEquals(
        new float[] {-root, 0, root, 1}, moments.standardise(new float[] {1, 7, 5, 8}), 1e-6f);
  }
}
