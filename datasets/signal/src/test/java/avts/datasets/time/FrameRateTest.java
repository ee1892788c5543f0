package avts.datasets.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameRateTest {
  private static final FrameRate NTSC = new FrameRate(30_000, 1001);

  @Test
  void isKeptInLowestTerms() {
    assertEquals(new FrameRate(25, 1), new FrameRate(50_000, 2000));
    assertEquals("30000/1001", new FrameRate(60_000, 2002).toString());
    assertEquals("25", FrameRate.of(25).toString());
    assertEquals(29.97002997, NTSC.perSecond(), 1e-8);
  }

  @Test
  void parseReadsWhatToStringWrites() {
    for (FrameRate rate : new FrameRate[] {NTSC, FrameRate.of(25), new FrameRate(61, 4)}) {
      assertEquals(rate, FrameRate.parse(rate.toString()));
    }
    assertEquals(NTSC, FrameRate.parse(" 30000 / 1001 "));
  }

  @Test
  void refusesWhatIsNoRate() {
    for (String text : new String[] {"", "25/", "29.97", "25/1/1", "fast", "99999999999"}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> FrameRate.parse(text)).toString();
      assertTrue(message.contains("30000/1001"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> new FrameRate(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new FrameRate(25, -1));
    assertThrows(IllegalArgumentException.class, () -> NTSC.sampleAt(0, 0));
    assertThrows(IllegalArgumentException.class, () -> NTSC.frameAt(0, 0));
  }

  @Test
  void samplesByHand() {
    // 24000 / 25 = 960 samples per frame.
    assertEquals(9600, FrameRate.of(25).sampleAt(10, 24_000));
    assertEquals(-960, FrameRate.of(25).sampleAt(-1, 24_000));
    // 48000 * 1001 / 30000 = 1601.6.
    assertEquals(1602, NTSC.sampleAt(1, 48_000));
    assertEquals(3203, NTSC.sampleAt(2, 48_000));
    // 16000 / 64 * 1/2: frame 1 of 32 per second at 16 Hz is sample 0.5, rounded up.
    assertEquals(1, FrameRate.of(32).sampleAt(1, 16));
    assertEquals(0, FrameRate.of(32).sampleAt(-1, 16));
  }

  /** Against exact rational arithmetic. */
  @Test
  void samplesAreTheNearestOnTheGrid() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 2000; trial++) {
      FrameRate rate = new FrameRate(1 + random.nextInt(60_000), 1 + random.nextInt(1001));
      long frame = random.nextLong(-1_000_000, 1_000_000);
      int sampleRate = 1 + random.nextInt(192_000);
      // floor(2 x + 1, 2) with x = frame * denominator * sampleRate / numerator.
      BigInteger twice =
          BigInteger.valueOf(frame)
              .multiply(BigInteger.valueOf(rate.denominator()))
              .multiply(BigInteger.valueOf(2L * sampleRate))
              .add(BigInteger.valueOf(rate.numerator()));
      BigDecimal nearest =
          new BigDecimal(twice)
              .divide(BigDecimal.valueOf(2L * rate.numerator()), 0, RoundingMode.FLOOR);
      assertEquals(nearest.longValueExact(), rate.sampleAt(frame, sampleRate));
    }
  }

  @Test
  void theFrameAtItsOwnStartIsItself() {
    // A frame lasts 1001 / 30000 s, which is 3003 ticks of 1 / 90000 s.
    for (long frame = -5; frame < 500; frame++) {
      assertEquals(frame, NTSC.frameAt(frame * 3003, 90_000));
      assertEquals(frame - 1, NTSC.frameAt(frame * 3003 - 1, 90_000));
      assertEquals(frame, NTSC.frameAt(frame * 3003 + 3002, 90_000));
    }
  }

  @Test
  void overflowIsAnErrorNotAWrongNumber() {
    assertThrows(ArithmeticException.class, () -> NTSC.sampleAt(Long.MAX_VALUE / 1000, 48_000));
    assertThrows(ArithmeticException.class, () -> NTSC.frameAt(Long.MAX_VALUE / 1000, 1_000_000));
  }
}
