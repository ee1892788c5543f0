package avts.distill.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.engine.SegmentBatch;
import avts.pretrain.engine.SegmentOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class LessonTest {
  private static final SegmentBatch TAKES =
      new SegmentBatch(4, List.of(new float[] {1, 2, 3, 4}), new float[] {1, 1, 1, 1});

  /** One label of two is known: it counts twice, and the mean over all is that of the known. */
  @Test
  void takesWithoutALabelHaveNoLoss() {
    Lesson lesson =
        new Lesson(
            TAKES,
            new int[] {1, Lesson.UNKNOWN, Lesson.UNKNOWN, 0},
            new SegmentOutput(new float[] {5, 6, 7, 8}, new float[] {5, 6, 7, 8}, new float[8]));
    SegmentBatch.Targets targets = lesson.targets(List.of(2, 0, 3), 2);
    assertArrayEquals(new float[] {0, 0, 0, 2, 2, 0}, targets.labels());
    assertArrayEquals(new float[] {7, 5, 8}, targets.teacher().whole());
    assertArrayEquals(new float[] {3, 1, 4}, lesson.takes(List.of(2, 0, 3)).senses().get(0));
  }

  @Test
  void aLessonWithoutLabelsIsRefused() {
    int[] unknown = {Lesson.UNKNOWN, Lesson.UNKNOWN, Lesson.UNKNOWN, Lesson.UNKNOWN};
    Exception none =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Lesson(TAKES, unknown, SegmentOutput.NOTHING));
    assertEquals("none of 4 takes has a known label", none.getMessage());
    Exception few =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Lesson(TAKES, new int[] {1}, SegmentOutput.NOTHING));
    assertTrue(String.valueOf(few.getMessage()).contains("4 takes"));
  }
}
