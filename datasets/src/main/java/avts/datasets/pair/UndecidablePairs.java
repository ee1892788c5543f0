package avts.datasets.pair;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The hard pairs of one file of which the first window lacks sound or motion; the second may be any
 * window of the shot. Every such ordered pair is equally likely.
 */
final class UndecidablePairs {
  private final List<StartRun> first;
  private final List<StartRun> second;
  private final long gap;
  private final long count;

  UndecidablePairs(PairSampler sampler, int file) {
    first = sampler.of(file).undecidable();
    second = sampler.of(file).all();
    gap = sampler.config().hardFrames(sampler.grid());
    long sum = 0;
    for (StartRun run : first) {
      for (long start = run.first(); start <= run.last(); start++) {
        sum += partners(start, run.shot());
      }
    }
    count = sum;
  }

  long count() {
    return count;
  }

  /** Draws the two starts. */
  long[] draw(RandomGenerator random) {
    long left = random.nextLong(count);
    for (StartRun run : first) {
      for (long start = run.first(); start <= run.last(); start++) {
        long partners = partners(start, run.shot());
        if (left < partners) {
          return new long[] {start, partner(start, run.shot(), left)};
        }
        left -= partners;
      }
    }
    throw new IllegalStateException("pair " + left + " behind the last of " + count);
  }

  private long partners(long start, int shot) {
    long sum = 0;
    for (StartRun run : second) {
      if (run.shot() == shot) {
        sum += before(run, start) + after(run, start);
      }
    }
    return sum;
  }

  private long partner(long start, int shot, long index) {
    long left = index;
    for (StartRun run : second) {
      if (run.shot() == shot) {
        long before = before(run, start);
        if (left < before) {
          return run.first() + left;
        }
        left -= before;
        long after = after(run, start);
        if (left < after) {
          return run.last() - left;
        }
        left -= after;
      }
    }
    throw new IllegalStateException("start " + start + " has no partner " + index);
  }

  /** Starts of {@code run} that lie the gap or more before {@code start}. */
  private long before(StartRun run, long start) {
    return Math.max(0, Math.min(run.last(), start - gap) - run.first() + 1);
  }

  /** Starts of {@code run} that lie the gap or more behind {@code start}. */
  private long after(StartRun run, long start) {
    return Math.max(0, run.last() - Math.max(run.first(), start + gap) + 1);
  }
}
