package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.manifest.ManifestEntry;
import avts.datasets.time.ClipGrid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a file's windows may start: on the frame grid, inside the span where both streams run,
 * never across a cut. Each start is decidable (its window has sound and motion) or not.
 *
 * @param decidable runs of starts with sound and motion, ascending
 * @param undecidable runs of the other starts, ascending
 */
record FileWindows(List<StartRun> decidable, List<StartRun> undecidable) {

  FileWindows {
    decidable = List.copyOf(decidable);
    undecidable = List.copyOf(undecidable);
  }

  /**
   * Finds the windows of a file.
   *
   * @throws IllegalArgumentException if the manifest has no measurements of the file
   */
  static FileWindows of(ManifestEntry entry, ClipGrid grid, PairConfig config) {
    ManifestEntry.Content content = entry.content();
    checkArgument(
        content != null && !content.soundDb().isEmpty() && !content.motion().isEmpty(),
        "%s: the manifest holds no sound and motion profile: index the file again",
        entry.name());
    WindowLevels levels = new WindowLevels(content);
    Runs runs = new Runs();
    List<Long> bounds = new ArrayList<>();
    bounds.add(content.startMicros());
    for (long cut : content.cutsMicros()) {
      if (cut > content.startMicros() && cut < content.endMicros()) {
        bounds.add(cut);
      }
    }
    bounds.add(content.endMicros());
    for (int shot = 0; shot + 1 < bounds.size(); shot++) {
      long first = grid.firstFrameFrom(bounds.get(shot));
      long last = grid.lastFrameTo(bounds.get(shot + 1)) - grid.frames();
      for (long start = first; start <= last; start++) {
        runs.add(start, shot, levels.isDecidable(start, grid, config));
      }
      runs.flush();
    }
    return new FileWindows(runs.decidable, runs.undecidable);
  }

  /** Returns all runs, ascending; runs of one shot may touch. */
  List<StartRun> all() {
    List<StartRun> all = new ArrayList<>(decidable);
    all.addAll(undecidable);
    all.sort((a, b) -> Long.compare(a.first(), b.first()));
    return all;
  }

  /** Returns all starts of each shot, decidable or not: they leave no gap. */
  Map<Integer, StartRun> shots() {
    Map<Integer, StartRun> shots = new HashMap<>();
    for (StartRun run : all()) {
      shots.merge(
          run.shot(),
          run,
          (a, b) ->
              new StartRun(Math.min(a.first(), b.first()), Math.max(a.last(), b.last()), a.shot()));
    }
    return shots;
  }

  static long count(List<StartRun> runs) {
    return runs.stream().mapToLong(StartRun::size).sum();
  }

  /** Returns the frame at place {@code index} of the runs' frames. */
  static long at(List<StartRun> runs, long index) {
    long left = index;
    for (StartRun run : runs) {
      if (left < run.size()) {
        return run.first() + left;
      }
      left -= run.size();
    }
    throw new IndexOutOfBoundsException(index + " of " + count(runs) + " starts");
  }

  /** Joins neighbouring starts of one shot and one kind. */
  private static final class Runs {
    private final List<StartRun> decidable = new ArrayList<>();
    private final List<StartRun> undecidable = new ArrayList<>();
    private long first;
    private long next;
    private int shot;
    private boolean kind;

    void add(long start, int ofShot, boolean isDecidable) {
      if (next > first && isDecidable != kind) {
        flush();
      }
      if (next == first) {
        first = start;
      }
      next = start + 1;
      shot = ofShot;
      kind = isDecidable;
    }

    void flush() {
      if (next > first) {
        (kind ? decidable : undecidable).add(new StartRun(first, next - 1, shot));
      }
      first = next;
    }
  }
}
