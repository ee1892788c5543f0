package avts.datasets.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final int RATE = 16_000;

  private static AudioFingerprint fingerprint(float[] sound, int piece) {
    FingerprintBuilder builder = new FingerprintBuilder(RATE);
    for (int at = 0; at < sound.length; at += piece) {
      builder.add(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + piece)));
    }
    return builder.build();
  }

  @Test
  void doesNotDependOnTheSizeOfThePieces() {
    float[] sound = TinyVideo.sound(1, 3 * RATE);
    int[] whole = fingerprint(sound, sound.length).words();
    assertArrayEquals(whole, fingerprint(sound, 160).words());
    assertArrayEquals(whole, fingerprint(sound, 7777).words());
    // 24000 samples at 8 kHz hold (24000 - 1024) / 128 + 1 windows, the first two give no word.
    assertEquals((24_000 - 1024) / 128 + 1 - 2, whole.length);
  }

  @Test
  void survivesEncodingAsText() {
    AudioFingerprint fingerprint = new AudioFingerprint(new int[] {1, -1, 0, Integer.MIN_VALUE});
    assertArrayEquals(fingerprint.words(), AudioFingerprint.decode(fingerprint.encoded()).words());
    assertEquals(0, AudioFingerprint.decode("").words().length);
  }

  @Test
  void ignoresGainAndMarksSilence() {
    float[] sound = TinyVideo.sound(2, RATE);
    float[] quiet = sound.clone();
    for (int n = 0; n < quiet.length; n++) {
      quiet[n] *= 0.25f;
    }
    assertArrayEquals(fingerprint(sound, 1000).words(), fingerprint(quiet, 1000).words());
    for (int word : fingerprint(new float[RATE], 1000).words()) {
      assertEquals(0, word);
    }
    assertEquals(0, fingerprint(new float[100], 100).words().length);
  }

  @Test
  void findsASharedStretchWhereverItLies() {
    float[] source = TinyVideo.sound(3, 20 * RATE);
    float[] first = Arrays.copyOfRange(source, 0, 6 * RATE);
    // Off the grid of words, with noise 25 dB below, and other sound around it.
    float[] second = TinyVideo.sound(4, 6 * RATE);
    float[] noise = TinyVideo.sound(5, 6 * RATE);
    for (int n = 0; n < 3 * RATE / 2; n++) {
      second[2 * RATE + n] = source[4 * RATE + 333 + n] + 0.05f * noise[n];
    }
    List<SharedSound> found =
        FingerprintMatcher.match(
            List.of(
                fingerprint(TinyVideo.sound(6, 5 * RATE), 999),
                fingerprint(first, 999),
                AudioFingerprint.NONE,
                fingerprint(second, 999)),
            500);
    assertEquals(1, found.size(), found::toString);
    SharedSound shared = found.get(0);
    assertEquals(1, shared.first());
    assertEquals(3, shared.second());
    assertEquals(1500, shared.millis(), 200);
    // First file's time minus second file's: 2 s and 333 samples; a word is 16 ms.
    assertEquals((2 * RATE + 333) / (RATE * 0.016), shared.offset(), 1);
    assertTrue(shared.errorRate() < 0.25);
    assertArrayEquals(new int[] {0, 1, 2, 1}, FingerprintMatcher.connect(4, found));
  }

  @Test
  void unrelatedSoundsShareNothing() {
    List<AudioFingerprint> fingerprints = new ArrayList<>();
    for (int seed = 10; seed < 50; seed++) {
      fingerprints.add(fingerprint(TinyVideo.sound(seed, 5 * RATE), 4096));
    }
    fingerprints.add(fingerprint(new float[5 * RATE], 4096));
    fingerprints.add(fingerprint(new float[5 * RATE], 4096));
    assertEquals(List.of(), FingerprintMatcher.match(fingerprints, 300));
  }

  @Test
  void manyFilesWithOneJingleAreOneGroup() {
    float[] jingle = TinyVideo.sound(60, 2 * RATE);
    List<AudioFingerprint> fingerprints = new ArrayList<>();
    for (int file = 0; file < 60; file++) {
      float[] sound = TinyVideo.sound(100 + file, 4 * RATE);
      System.arraycopy(jingle, 0, sound, 100 * file, jingle.length);
      fingerprints.add(fingerprint(sound, 4096));
    }
    int[] connected = FingerprintMatcher.connect(60, FingerprintMatcher.match(fingerprints, 500));
    assertTrue(Arrays.stream(connected).allMatch(root -> root == 0));
  }
}
