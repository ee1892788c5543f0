package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.synth.ImpactSound.Recording;
import avts.datasets.synth.ImpactSound.Signal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ImpactSoundTest {
  private static final Recording CLEAN = new Recording(-6, 200, 0);
  private static final ObjectLook TRIANGLE = new ObjectLook(ObjectKind.TRIANGLE, 0.23, 10, 0.5, 0);

  private static float[] render(ObjectLook look, long[] impacts, Recording recording, int rate) {
    return ImpactSound.render(
        look, impacts, recording, new Signal(rate, rate), new SplittableRandom(1));
  }

  @Test
  void soundBeginsAtTheMicrosecondOfTheImpact() {
    for (int rate : new int[] {16_000, 22_050, 44_100, 48_000}) {
      long impact = 123_457;
      float[] sound = render(TRIANGLE, new long[] {impact}, CLEAN, rate);
      int first = (int) Math.ceil(impact * 1e-6 * rate);
      for (int n = 0; n < first; n++) {
        assertEquals(0, sound[n], 1e-8, "sample " + n + " at " + rate);
      }
      double energy = 0;
      for (int n = first; n < first + rate / 1000; n++) {
        energy += Math.abs(sound[n]);
      }
      assertTrue(
          energy / (rate / 1000.0) > 0.02, "nothing heard in the first millisecond: " + energy);
    }
  }

  /** After 30 ms the click is gone (e^-15): what is left must be the sum of partials as defined. */
  @Test
  void partialsAreAsTheKindSays() {
    int rate = 24_000;
    long impact = 100_013;
    for (ObjectKind kind : ObjectKind.values()) {
      ObjectLook look = new ObjectLook(kind, 0.2, 10, 0.5, 0);
      float[] sound = render(look, new long[] {impact}, CLEAN, rate);
      int from = (int) (rate * 0.13);
      double[] expected = new double[1200];
      double[] actual = new double[1200];
      double overlap = 0;
      double power = 0;
      for (int i = 0; i < expected.length; i++) {
        expected[i] = modalSum(look, (from + i) / (double) rate - impact * 1e-6);
        actual[i] = sound[from + i];
        overlap += expected[i] * actual[i];
        power += expected[i] * expected[i];
      }
      double gain = overlap / power;
      assertTrue(gain > 0);
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= gain;
      }
      assertArrayEquals(expected, actual, 2e-6, kind.name());
    }
  }

  private static double modalSum(ObjectLook look, double seconds) {
    double sum = 0;
    for (ObjectKind.Partial partial : look.kind().partials()) {
      double hertz = partial.ratio() * look.fundamentalHz();
      if (hertz <= 7000) {
        double decay = Math.exp(-seconds * 1000 / partial.decayMillis());
        sum += partial.level() * decay * Math.sin(2 * Math.PI * hertz * seconds);
      }
    }
    return sum;
  }

  @Test
  void sizeDecidesPitch() {
    assertEquals(420, new ObjectLook(ObjectKind.DISC, 0.23, 0, 0.5, 0).fundamentalHz(), 1e-9);
    assertEquals(1680, new ObjectLook(ObjectKind.DISC, 0.115, 0, 0.5, 0).fundamentalHz(), 1e-9);
  }

  @Test
  void levelAndNoiseAreAsAsked() {
    float[] sound = render(TRIANGLE, new long[] {500_000}, new Recording(-20, 10, 0.5), 24_000);
    double peak = 0;
    double before = 0;
    for (int n = 0; n < sound.length; n++) {
      peak = Math.max(peak, Math.abs(sound[n]));
      before += n < 12_000 ? sound[n] * sound[n] : 0;
    }
    double all = 0;
    for (float sample : sound) {
      all += sample * sample;
    }
    assertEquals(0.1, peak, 1e-6);
    // Noise power is a tenth of the blow's mean power: all = noise * (1 + 10), half of it before.
    assertEquals(11, all / (2 * before), 1.0);
  }

  @Test
  void impossibleRecordingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Recording(0.1, 10, 0));
    assertThrows(IllegalArgumentException.class, () -> new Recording(-3, 10, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new ObjectLook(ObjectKind.DISC, 0.6, 0, 0.5, 0));
  }
}
