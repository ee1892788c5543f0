package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import avts.pretrain.engine.SegmentOutput;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TargetsTest {

  /** Two takes of two segments with embeddings of two values; the last segment is padding. */
  @Test
  void embeddingsGetMeanZeroAndDeviationOneOverWhatCounts() {
    SegmentOutput teacher =
        new SegmentOutput(
            new float[] {1, 5, 3, 5, 5, 5, 99, 99}, new float[] {2, 0, 4, 0}, new float[] {7});
    SegmentOutput targets = Targets.standardised(teacher, new float[] {1, 1, 1, 0});
    float root = (float) Math.sqrt(1.5); // 1, 3, 5: mean 3, variance 8 / 3
    assertArrayEquals(new float[] {-root, 0, 0, 0, root, 0}, copy(targets.segments(), 6), 1e-6f);
    assertArrayEquals(new float[] {-1, 0, 1, 0}, targets.whole(), 1e-6f);
    assertArrayEquals(new float[] {7}, targets.logits());
    assertSame(SegmentOutput.NOTHING, Targets.standardised(SegmentOutput.NOTHING, new float[] {1}));
  }

  private static float[] copy(float[] values, int length) {
    return Arrays.copyOf(values, length);
  }
}
