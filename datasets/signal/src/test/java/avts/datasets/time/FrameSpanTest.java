package avts.datasets.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrameSpanTest {

  @Test
  void oneSecondIsOneSecondOfSamples() {
    SampleSpan samples = new FrameSpan(50, 25, FrameRate.of(25)).samples(24_000);
    assertEquals(new SampleSpan(48_000, 24_000, 24_000), samples);
    assertEquals(72_000, samples.end());
    assertEquals(75, new FrameSpan(50, 25, FrameRate.of(25)).end());
  }

  @Test
  void adjoiningSpansShareNoSampleAndLeaveNoneOut() {
    FrameRate ntsc = new FrameRate(30_000, 1001);
    for (int rate : new int[] {16_000, 24_000, 44_100, 48_000}) {
      long end = new FrameSpan(-7, 7, ntsc).samples(rate).end();
      assertEquals(0, end);
      for (long frame = 0; frame < 200; frame += 5) {
        SampleSpan samples = new FrameSpan(frame, 5, ntsc).samples(rate);
        assertEquals(end, samples.start());
        // Lengths differ by at most one sample.
        double exact = 5 * 1001.0 / 30_000 * rate;
        assertTrue(Math.abs(samples.count() - exact) <= 1, samples.toString());
        end = samples.end();
      }
    }
  }

  @Test
  void refusesEmptySpans() {
    FrameRate rate = FrameRate.of(25);
    assertThrows(IllegalArgumentException.class, () -> new FrameSpan(0, 0, rate));
    assertThrows(IllegalArgumentException.class, () -> new SampleSpan(0, 0, 16_000));
    assertThrows(IllegalArgumentException.class, () -> new SampleSpan(0, 1, 0));
    // A single frame of 200 000 per second holds no sample at 8 kHz.
    FrameSpan tiny = new FrameSpan(1, 1, FrameRate.of(200_000));
    assertThrows(IllegalArgumentException.class, () -> tiny.samples(8000));
  }
}
