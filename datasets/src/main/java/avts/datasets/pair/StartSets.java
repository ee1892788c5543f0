package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * All sets of starts whose neighbours are neither too near nor too far, counted and drawn.
 *
 * <p>The law: every set of {@code n} starts of one shot, in which each start follows the one before
 * by {@code minGap..maxGap} frames, is equally likely. The draw is exact, without rejection: with
 * f(n, p) the number of such sets whose last start is at most p,
 *
 * <pre>f(n, p) = f(n, p-1) + [p is a start] (f(n-1, p-minGap) - f(n-1, p-maxGap-1))</pre>
 *
 * and the starts are drawn from the last one backwards. Cost: one pass over the shots for each
 * size.
 */
final class StartSets {

  /** {@code maxGap} of sets without an upper bound. */
  static final long UNBOUNDED = Long.MAX_VALUE / 4;

  private final long minGap;
  private final long maxGap;
  private final List<Shot> shots = new ArrayList<>();

  /**
   * Counts the sets of 1 to {@code largest} starts of {@code runs}.
   *
   * @param maxGap greatest distance of neighbours, or {@link #UNBOUNDED}
   */
  StartSets(Collection<StartRun> runs, long minGap, long maxGap, int largest) {
    checkArgument(minGap > 0, "the gap must be positive, got %s", minGap);
    checkArgument(maxGap >= minGap, "gaps of %s..%s frames are impossible", minGap, maxGap);
    this.minGap = minGap;
    this.maxGap = maxGap;
    TreeMap<Integer, List<StartRun>> byShot = new TreeMap<>();
    for (StartRun run : runs) {
      byShot.computeIfAbsent(run.shot(), shot -> new ArrayList<>()).add(run);
    }
    byShot.values().forEach(ofShot -> shots.add(new Shot(ofShot, largest)));
  }

  /** Returns the number of sets of {@code size} starts. */
  double count(int size) {
    return shots.stream().mapToDouble(shot -> shot.count(size)).sum();
  }

  /** Draws a set of {@code size} starts, ascending. There must be one. */
  long[] draw(int size, RandomGenerator random) {
    double total = count(size);
    checkArgument(total > 0, "there is no set of %s starts to draw", size);
    double left = random.nextDouble() * total;
    Shot chosen = shots.get(0);
    for (Shot shot : shots) {
      double count = shot.count(size);
      if (count > 0) {
        chosen = shot;
        if (left < count) {
          break;
        }
        left -= count;
      }
    }
    return chosen.draw(size, random);
  }

  /** The starts of one shot, as places from 0 on. */
  private final class Shot {
    private final long origin;

    /** Entry {@code [n][p]} is the number of sets of n starts whose last place is at most p. */
    private final double[][] sets;

    Shot(List<StartRun> runs, int largest) {
      origin = runs.stream().mapToLong(StartRun::first).min().orElseThrow();
      long last = runs.stream().mapToLong(StartRun::last).max().orElseThrow();
      int places = Math.toIntExact(last - origin + 1);
      boolean[] allowed = new boolean[places];
      for (StartRun run : runs) {
        for (long start = run.first(); start <= run.last(); start++) {
          allowed[(int) (start - origin)] = true;
        }
      }
      sets = new double[largest + 1][places];
      for (int size = 1; size <= largest; size++) {
        double sum = 0;
        for (int place = 0; place < places; place++) {
          if (allowed[place]) {
            sum += size == 1 ? 1 : upTo(size - 1, place - minGap) - upTo(size - 1, below(place));
          }
          sets[size][place] = sum;
        }
      }
    }

    double count(int size) {
      return sets[size][sets[size].length - 1];
    }

    long[] draw(int size, RandomGenerator random) {
      long[] starts = new long[size];
      long from = 0;
      long to = sets[size].length - 1L;
      for (int i = size; i >= 1; i--) {
        int place = drawPlace(i, from, to, random);
        starts[i - 1] = origin + place;
        from = Math.max(0, place - maxGap);
        to = place - minGap;
      }
      return starts;
    }

    /** Draws the last place of a set of {@code size} starts among {@code from..to}. */
    private int drawPlace(int size, long from, long to, RandomGenerator random) {
      double low = upTo(size, from - 1);
      double high = upTo(size, to);
      double value = Math.min(low + random.nextDouble() * (high - low), Math.nextDown(high));
      int left = (int) from;
      int right = (int) to;
      while (left < right) {
        int middle = (left + right) >>> 1;
        if (sets[size][middle] > value) {
          right = middle;
        } else {
          left = middle + 1;
        }
      }
      return left;
    }

    private double upTo(int size, long place) {
      return place < 0 ? 0 : sets[size][(int) Math.min(place, sets[size].length - 1L)];
    }

    private long below(long place) {
      return place - maxGap - 1;
    }
  }
}
