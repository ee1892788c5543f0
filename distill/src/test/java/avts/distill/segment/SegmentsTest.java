package avts.distill.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.FeatureTrack;
import avts.distill.segment.SegmentConfig.Span;
import org.junit.jupiter.api.Test;

class SegmentsTest {

  private static SegmentConfig config(Span span, double length, double hop, int count) {
    return new SegmentConfig(span, 1, 0.5, 0, length, hop, count, 4, 2);
  }

  /** Ten vectors of 20 ms, the second value of which is the loudness. */
  private static FeatureTrack track(float... loudness) {
    float[] values = new float[2 * loudness.length];
    for (int i = 0; i < loudness.length; i++) {
      values[2 * i + 1] = loudness[i];
    }
    return new FeatureTrack(values, loudness.length, 2, 0.02);
  }

  private static FeatureTrack word() {
    return track(0, 0, 0, 4, 9, 10, 6, 1, 0, 0);
  }

  @Test
  void theWholeTakeIsOneSegment() {
    Segments segments = Segments.of(word(), config(Span.WHOLE, 0, 0, 1));
    assertArrayEquals(new double[] {0}, segments.starts());
    assertEquals(0.2, segments.lengthSeconds(), 1e-12);
    // four moments in the middles of four parts of 50 ms
    assertEquals(0.025, segments.moment(0, 0, 4), 1e-12);
    assertEquals(0.175, segments.moment(0, 3, 4), 1e-12);
  }

  /** Half of 10 is exceeded by vectors 4 to 6; one more on either side. */
  @Test
  void theSpokenPartIsFoundByItsLoudness() {
    Segments segments = Segments.of(word(), config(Span.SPOKEN, 0, 0, 1));
    assertEquals(0.06, segments.starts()[0], 1e-12);
    assertEquals(0.10, segments.lengthSeconds(), 1e-12);
  }

  @Test
  void segmentsBeyondTheEndArePadding() {
    Segments segments = Segments.of(word(), config(Span.WHOLE, 0.08, 0.05, 5));
    assertArrayEquals(new double[] {0, 0.05, 0.1, 0.15, 0.2}, segments.starts(), 1e-12);
    // the middle of the fourth lies at 0.19 s, that of the fifth at 0.24 s
    assertEquals(4, segments.counted());
    assertEquals(
        1, Segments.of(track(1, 2), config(Span.WHOLE, 1, 1, 3)).counted(), "the first is there");
  }

  @Test
  void whatCannotBeCutIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> config(Span.WHOLE, 0, 0.1, 2));
    assertThrows(IllegalArgumentException.class, () -> config(Span.WHOLE, 0.1, 0, 2));
    IllegalArgumentException energy =
        assertThrows(
            IllegalArgumentException.class,
            () -> Segments.of(word(), new SegmentConfig(Span.SPOKEN, 2, 0.5, 0, 0, 0, 1, 4, 2)));
    assertTrue(String.valueOf(energy.getMessage()).contains("energy 2"));
  }
}
