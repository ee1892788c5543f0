package avts.datasets.index;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The sound of a file as one 32-bit word every {@value #HOP_MILLIS} ms, after Haitsma and Kalker,
 * "A Highly Robust Audio Fingerprinting System" (ISMIR 2002): bit m says whether the difference of
 * the levels of bands m and m + 1 has grown. Encoding a sound anew flips few bits; unrelated sounds
 * differ in half of them.
 *
 * <p>Differences of logarithms instead of energies make it independent of gain. A word of zero
 * marks silence, which is like any other silence and says nothing.
 *
 * @param words the words, in order
 */
// An array component: fingerprints are searched word by word, never compared as a whole.
@SuppressWarnings("ArrayRecordComponent")
record AudioFingerprint(int[] words) {
  /** Rate at which the sound is looked at; everything up to 3.4 kHz counts. */
  static final int RATE = 8000;

  /** Samples between words. */
  static final int HOP = 128;

  /** Samples that a word's levels are measured over. */
  static final int WINDOW = 1024;

  /** Words between the two moments that are compared. */
  static final int LAG = 2;

  /** Time between words. */
  static final int HOP_MILLIS = 1000 * HOP / RATE;

  /** No words: sound shorter than a window, or none. */
  static final AudioFingerprint NONE = new AudioFingerprint(new int[0]);

  /** Returns how long the sound behind {@code count} successive words is, in milliseconds. */
  static int millis(int count) {
    return count <= 0 ? 0 : 1000 * ((count - 1 + LAG) * HOP + WINDOW) / RATE;
  }

  /** Returns the words in base 64, most significant byte first. */
  String encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
    bytes.asIntBuffer().put(words);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** Returns the fingerprint that {@link #encoded} gave. */
  static AudioFingerprint decode(String encoded) {
    byte[] bytes = Base64.getDecoder().decode(encoded);
    int[] words = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(words);
    return new AudioFingerprint(words);
  }
}
