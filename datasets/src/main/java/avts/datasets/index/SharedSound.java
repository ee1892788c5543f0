package avts.datasets.index;

/**
 * A stretch of sound that two files have in common.
 *
 * @param first index of the one file
 * @param second index of the other, larger
 * @param offset word of the first file's fingerprint that sounds together with word 0 of the second
 * @param words number of successive words that agree
 * @param errorRate share of their bits that do not
 */
record SharedSound(int first, int second, int offset, int words, double errorRate) {

  /** Returns how much sound they share, in milliseconds. */
  int millis() {
    return AudioFingerprint.millis(words);
  }
}
