package avts.datasets.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.segment.SegmentCut.Span;
import avts.datasets.signal.FeatureTrack;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsTest {

  private static SegmentCut cut(Span span, double length, double hop, int count) {
    return new SegmentCut(span, 1, 0.5, 0, length, hop, count, 4);
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
    Segments segments = Segments.of(word(), cut(Span.WHOLE, 0, 0, 1));
    assertArrayEquals(new double[] {0}, segments.starts());
    assertEquals(0.2, segments.lengthSeconds(), 1e-12);
    // four moments in the middles of four parts of 50 ms
    assertEquals(0.025, segments.moment(0, 0, 4), 1e-12);
    assertEquals(0.175, segments.moment(0, 3, 4), 1e-12);
  }

  /** Half of 10 is exceeded by vectors 4 to 6; one more on either side. */
  @Test
  void theSpokenPartIsFoundByItsLoudness() {
    Segments segments = Segments.of(word(), cut(Span.SPOKEN, 0, 0, 1));
    assertEquals(0.06, segments.starts()[0], 1e-12);
    assertEquals(0.10, segments.lengthSeconds(), 1e-12);
  }

  @Test
  void segmentsBeyondTheEndArePadding() {
    Segments segments = Segments.of(word(), cut(Span.WHOLE, 0.08, 0.05, 5));
    assertArrayEquals(new double[] {0, 0.05, 0.1, 0.15, 0.2}, segments.starts(), 1e-12);
    // the middle of the fourth lies at 0.19 s, that of the fifth at 0.24 s
    assertEquals(4, segments.counted());
    assertEquals(
        1, Segments.of(track(1, 2), cut(Span.WHOLE, 1, 1, 3)).counted(), "the first is there");
  }

  @Test
  void whatCannotBeCutIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> cut(Span.WHOLE, 0, 0.1, 2));
    assertThrows(IllegalArgumentException.class, () -> cut(Span.WHOLE, 0.1, 0, 2));
    IllegalArgumentException energy =
        assertThrows(
            IllegalArgumentException.class,
            () -> Segments.of(word(), new SegmentCut(Span.SPOKEN, 2, 0.5, 0, 0, 0, 1, 4)));
    assertTrue(String.valueOf(energy.getMessage()).contains("energy 2"));
  }

  /** Values k and 10 k at (k + 1/2) 20 ms; the third segment begins behind the end. */
  @Test
  void tracksAreLookedAtBetweenTheirVectors() {
    FeatureTrack track = new FeatureTrack(new float[] {0, 0, 1, 10, 2, 20, 3, 30}, 4, 2, 0.02);
    Segments segments = Segments.of(track, cut(Span.WHOLE, 0.04, 0.04, 3));
    assertArrayEquals(new float[] {1, 1, 0}, segments.mask());
    // moments 10 and 30 ms, then 50 and 70 ms
    assertArrayEquals(
        new float[] {0, 0, 1, 10, 2, 20, 3, 30, 0, 0, 0, 0}, segments.values(track, 2), 1e-5f);
    // the middle of each segment lies between two vectors
    assertArrayEquals(new float[] {0.5f, 5, 2.5f, 25, 0, 0}, segments.values(track, 1), 1e-5f);
  }

  /** Means 2 and 6 over the take; then deviations 1 and 2 of what is left. */
  @Test
  void soundIsScaledByTheMomentsOfTraining() {
    FeatureTrack track = new FeatureTrack(new float[] {1, 4, 3, 8}, 2, 2, 0.02);
    Hearing hearing = Hearing.fit(true, List.of(track));
    assertArrayEquals(new float[] {0, 0}, hearing.moments().mean(), 1e-6f);
    assertArrayEquals(new float[] {1, 2}, hearing.moments().deviation(), 1e-6f);
    assertArrayEquals(new float[] {-1, -1, 1, 1}, hearing.scaled(track).values(), 1e-6f);
    assertArrayEquals(
        new float[] {-1, -1, 1, 1},
        Hearing.fit(false, List.of(track)).scaled(track).values(),
        1e-6f);
    FeatureTrack louder = new FeatureTrack(new float[] {11, 24, 13, 28}, 2, 2, 0.02);
    assertArrayEquals(new float[] {-1, -1, 1, 1}, hearing.scaled(louder).values(), 1e-5f);
  }
}
