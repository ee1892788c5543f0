package avts.datasets.index;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds files that share sound, wherever in them it lies.
 *
 * <p>Seed and extend: words of different files whose bits agree in one of {@value #ROTATIONS}
 * overlapping parts are seeds; where their surroundings agree as well, the match is extended both
 * ways as long as more bits agree than in unrelated sound. Words are sorted by each part once, and
 * each word is compared to a bounded number of neighbours in that order, so the cost is n log n in
 * the length of all sound. A bound loses nothing that groups need: files that share a common sound
 * are chained through their neighbours.
 */
final class FingerprintMatcher {
  private static final int ROTATIONS = 4;
  private static final int NEIGHBOURS = 16;

  /** Bits that one word may get wrong before it speaks against a match. */
  private static final double TOLERATED_BITS = 0.3 * 32;

  /** Surplus of agreeing bits that a match needs; unrelated speech reaches 70 at most. */
  private static final double LEAST_SCORE = 110;

  /** A match is not followed beyond a stretch that has cost this much. */
  private static final double DROP = 60;

  /** Words on either side that must agree with a seed. */
  private static final int SURROUNDINGS = 10;

  private final int leastWords;

  /** First word of each file among all words, and the number of all. */
  private final int[] starts;

  private final int[] words;
  private final Map<Long, SharedSound> best = new HashMap<>();
  private final Set<Alignment> tried = new HashSet<>();

  private record Alignment(int first, int second, int offset) {}

  private FingerprintMatcher(List<AudioFingerprint> fingerprints, int minSharedMillis) {
    int enough = 1;
    while (AudioFingerprint.millis(enough) < minSharedMillis) {
      enough++;
    }
    this.leastWords = enough;
    this.starts = new int[fingerprints.size() + 1];
    for (int file = 0; file < fingerprints.size(); file++) {
      starts[file + 1] = Math.addExact(starts[file], fingerprints.get(file).words().length);
    }
    this.words = new int[starts[fingerprints.size()]];
    for (int file = 0; file < fingerprints.size(); file++) {
      int[] own = fingerprints.get(file).words();
      System.arraycopy(own, 0, words, starts[file], own.length);
    }
  }

  /**
   * Returns the pairs of files that share at least {@code minSharedMillis} of sound, each with its
   * best alignment, ordered by their indices. Of files that many others share sound with, not every
   * pair is listed, but every one is connected to the others through pairs.
   */
  static List<SharedSound> match(List<AudioFingerprint> fingerprints, int minSharedMillis) {
    checkArgument(minSharedMillis > 0, "min_shared_millis must be positive");
    FingerprintMatcher matcher = new FingerprintMatcher(fingerprints, minSharedMillis);
    for (int rotation = 0; rotation < ROTATIONS; rotation++) {
      matcher.seed(rotation * Integer.SIZE / ROTATIONS);
    }
    List<SharedSound> found = new ArrayList<>(matcher.best.values());
    found.sort(
        (a, b) ->
            a.first() != b.first()
                ? Integer.compare(a.first(), b.first())
                : Integer.compare(a.second(), b.second()));
    return found;
  }

  private void seed(int rotation) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, words.length)) + 1;
    int shift = Integer.SIZE - Math.min(28, Math.max(14, bits));
    long[] order = new long[words.length];
    int size = 0;
    for (int at = 0; at < words.length; at++) {
      if (words[at] != 0) {
        long key = Integer.toUnsignedLong(Integer.rotateLeft(words[at], rotation) >>> shift);
        order[size++] = key << Integer.SIZE | at;
      }
    }
    Arrays.sort(order, 0, size);
    for (int i = 0; i < size; i++) {
      long key = order[i] >>> Integer.SIZE;
      int end = Math.min(size, i + 1 + NEIGHBOURS);
      for (int j = i + 1; j < end && order[j] >>> Integer.SIZE == key; j++) {
        compare((int) order[i], (int) order[j]);
      }
    }
  }

  /** Looks at two words that agree; {@code a} comes before {@code b} among all words. */
  private void compare(int a, int b) {
    int first = file(a);
    int second = file(b);
    if (first == second || !surroundingsAgree(a, b, first, second)) {
      return;
    }
    int offset = (a - starts[first]) - (b - starts[second]);
    if (tried.add(new Alignment(first, second, offset))) {
      extend(a, b, first, second);
    }
  }

  private int file(int word) {
    int found = Arrays.binarySearch(starts, word);
    // Files without words share their start with the next file: the last of them holds the word.
    int file = found >= 0 ? found : -found - 2;
    while (starts[file + 1] <= word) {
      file++;
    }
    return file;
  }

  private boolean surroundingsAgree(int a, int b, int first, int second) {
    int before = Math.min(SURROUNDINGS, Math.min(a - starts[first], b - starts[second]));
    int after = Math.min(SURROUNDINGS, Math.min(starts[first + 1] - a, starts[second + 1] - b) - 1);
    double score = 0;
    for (int step = -before; step <= after; step++) {
      score += score(a + step, b + step);
    }
    return score > 0;
  }

  /** Bits by which two words agree better than they need to; silence counts for nothing. */
  private double score(int a, int b) {
    return words[a] == 0 || words[b] == 0
        ? 0
        : TOLERATED_BITS - Integer.bitCount(words[a] ^ words[b]);
  }

  private void extend(int a, int b, int first, int second) {
    int after = reach(a, b, 1, Math.min(starts[first + 1] - a, starts[second + 1] - b));
    int before = reach(a - 1, b - 1, -1, Math.min(a - starts[first], b - starts[second]));
    double score = 0;
    int wrong = 0;
    int sounding = 0;
    for (int step = -before; step < after; step++) {
      score += score(a + step, b + step);
      if (words[a + step] != 0 && words[b + step] != 0) {
        wrong += Integer.bitCount(words[a + step] ^ words[b + step]);
        sounding++;
      }
    }
    if (score < LEAST_SCORE || sounding < leastWords) {
      return;
    }
    SharedSound found =
        new SharedSound(
            first,
            second,
            (a - starts[first]) - (b - starts[second]),
            before + after,
            wrong / (32.0 * sounding));
    best.merge(
        (long) first << Integer.SIZE | second,
        found,
        (known, other) -> surplus(other) > surplus(known) ? other : known);
  }

  private static double surplus(SharedSound sound) {
    return sound.words() * (TOLERATED_BITS - Integer.SIZE * sound.errorRate());
  }

  /** Returns how many words from (a, b) on, going by {@code direction}, give the highest score. */
  private int reach(int a, int b, int direction, int limit) {
    double score = 0;
    double highest = 0;
    int reach = 0;
    for (int step = 0; step < limit && score > highest - DROP; step++) {
      score += score(a + direction * step, b + direction * step);
      if (score > highest) {
        highest = score;
        reach = step + 1;
      }
    }
    return reach;
  }

  /**
   * Returns a number for each of {@code files} files: the smallest index of those it is connected
   * to by {@code pairs}.
   */
  static int[] connect(int files, Collection<SharedSound> pairs) {
    int[] parent = new int[files];
    Arrays.setAll(parent, file -> file);
    for (SharedSound pair : pairs) {
      int one = root(parent, pair.first());
      int other = root(parent, pair.second());
      parent[Math.max(one, other)] = Math.min(one, other);
    }
    for (int file = 0; file < files; file++) {
      parent[file] = root(parent, file);
    }
    return parent;
  }

  private static int root(int[] parent, int file) {
    int at = file;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
