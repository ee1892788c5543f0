package avts.datasets.pair;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.random.Shuffle;
import avts.datasets.time.ClipGrid;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Draws the windows of pairs from files.
 *
 * <p>The laws, over decidable windows (those with sound and motion) inside the usable span that
 * cross no cut:
 *
 * <ul>
 *   <li>HARD: every set of n windows of one shot whose starts lie at least the hard gap apart is
 *       equally likely. Where no set of all windows fits, the windows are shared out among the
 *       fewest sets that do, each of at least two.
 *   <li>SUPER_HARD: the windows come in twos; every two windows of one shot whose starts lie the
 *       super-hard minimum to maximum apart are equally likely.
 *   <li>EASY: every set of n windows whose starts lie at least the super-hard minimum apart is
 *       equally likely, or, where none fits, n independent uniform windows.
 * </ul>
 *
 * <p>The windows of a set are in random order, and window i's negative sound is that of window
 * {@code i + r}, r random, around the set: with two windows, the swap. Each window is thus once
 * positive and once negative, and its place says nothing of the pair.
 *
 * <p>Immutable and thread-safe.
 */
public final class PairSampler {
  private final ClipGrid grid;
  private final PairConfig config;
  private final TreeMap<Integer, FileWindows> windows = new TreeMap<>();

  /**
   * Finds the windows of some files of a manifest.
   *
   * @param entries all entries of the manifest
   * @param files indices of the files to sample from, all of them usable
   * @throws IllegalArgumentException if an index is out of range, or its file not usable
   */
  public PairSampler(
      List<ManifestEntry> entries, Collection<Integer> files, ClipGrid grid, PairConfig config) {
    this.grid = grid;
    this.config = config;
    for (int file : files) {
      checkArgument(
          file >= 0 && file < entries.size(),
          "file index %s is not in the manifest of %s files",
          file,
          entries.size());
      checkArgument(
          windows.put(file, FileWindows.of(entries.get(file), grid, config)) == null,
          "file index %s is listed twice",
          file);
    }
  }

  /** Returns the grid that windows lie on. */
  public ClipGrid grid() {
    return grid;
  }

  /** Returns the settings. */
  public PairConfig config() {
    return config;
  }

  /** Returns all files, ascending. */
  public List<Integer> files() {
    return List.copyOf(windows.keySet());
  }

  /** Returns the files that have a decidable window, ascending. */
  public List<Integer> usableFiles() {
    return windows.keySet().stream().filter(file -> !of(file).decidable().isEmpty()).toList();
  }

  /** Returns whether {@code count} windows of {@code file} can be drawn for {@code kind}. */
  public boolean hasRoom(int file, PairKind kind, int count) {
    return switch (kind) {
      case ALIGNED, EASY -> !of(file).decidable().isEmpty();
      case HARD -> sets(hardSets(file, count), count) > 0;
      case SUPER_HARD -> count % 2 == 0 && superHardSets(file).count(2) > 0;
    };
  }

  /**
   * Draws windows of a file by the law of {@code kind}.
   *
   * @throws IllegalArgumentException if the file has no room for them
   */
  public WindowGroup draw(int file, PairKind kind, int count, RandomGenerator random) {
    checkArgument(
        hasRoom(file, kind, count),
        "file %s has no room for %s windows of kind %s",
        file,
        count,
        kind);
    return switch (kind) {
      case ALIGNED -> throw new IllegalArgumentException("ALIGNED is not a kind of negative");
      case EASY -> new WindowGroup(kind, windows(file, drawSpread(file, count, random)), List.of());
      case HARD -> {
        StartSets hard = hardSets(file, count);
        yield drawSets(file, new Draw(kind, hard, count, sets(hard, count)), random);
      }
      case SUPER_HARD ->
          drawSets(file, new Draw(kind, superHardSets(file), count, count / 2), random);
    };
  }

  /**
   * Returns the decidable windows of a file on a fixed grid: from the first one on, each the first
   * that begins at least {@code hopFrames} behind the one before.
   *
   * @param hopFrames distance of two starts, at least 1 frame
   */
  public List<Window> spaced(int file, long hopFrames) {
    checkArgument(hopFrames >= 1, "windows must lie at least 1 frame apart, got %s", hopFrames);
    List<Long> starts = new ArrayList<>();
    for (StartRun run : of(file).decidable()) {
      long next =
          starts.isEmpty()
              ? run.first()
              : Math.max(run.first(), starts.get(starts.size() - 1) + hopFrames);
      for (long start = next; start <= run.last(); start += hopFrames) {
        starts.add(start);
      }
    }
    return windows(file, Longs.toArray(starts));
  }

  /** Returns what the files can be used for with {@code count} windows of each. */
  public PairCounts counts(int count) {
    List<Integer> usable = usableFiles();
    return new PairCounts(
        windows.size(),
        (int) windows.values().stream().filter(file -> file.all().isEmpty()).count(),
        (int)
            windows.values().stream()
                .filter(file -> file.decidable().isEmpty() && !file.undecidable().isEmpty())
                .count(),
        (int) usable.stream().filter(file -> !hasRoom(file, PairKind.HARD, count)).count(),
        (int) usable.stream().filter(file -> !hasRoom(file, PairKind.SUPER_HARD, count)).count(),
        windows.values().stream().mapToLong(file -> FileWindows.count(file.all())).sum(),
        windows.values().stream().mapToLong(file -> FileWindows.count(file.undecidable())).sum());
  }

  /** Returns the possible starts of a file. */
  FileWindows of(int file) {
    FileWindows found = windows.get(file);
    checkArgument(found != null, "file %s is not among the sampler's files", file);
    return found;
  }

  /** Returns the windows that begin at {@code starts}. */
  List<Window> windows(int file, long[] starts) {
    List<Window> found = new ArrayList<>();
    for (long start : starts) {
      found.add(new Window(file, start, grid.sampleAt(start)));
    }
    return found;
  }

  private StartSets hardSets(int file, int largest) {
    return new StartSets(
        of(file).decidable(), config.hardFrames(grid), StartSets.UNBOUNDED, largest);
  }

  private StartSets superHardSets(int file) {
    return new StartSets(
        of(file).decidable(), config.superHardMinFrames(grid), config.superHardMaxFrames(grid), 2);
  }

  /** The fewest sets of two or more that {@code count} windows can be shared out among, or 0. */
  private static int sets(StartSets possible, int count) {
    for (int sets = 1; 2 * sets <= count; sets++) {
      if (possible.count((count + sets - 1) / sets) > 0) {
        return sets;
      }
    }
    return 0;
  }

  private record Draw(PairKind kind, StartSets possible, int count, int sets) {}

  private WindowGroup drawSets(int file, Draw draw, RandomGenerator random) {
    List<Window> drawn = new ArrayList<>();
    List<Integer> partners = new ArrayList<>();
    for (int set = 0; set < draw.sets; set++) {
      int first = drawn.size();
      int size = (draw.count - first) / (draw.sets - set);
      List<Window> members = windows(file, draw.possible.draw(size, random));
      Shuffle.inPlace(members, random);
      int step = 1 + random.nextInt(size - 1);
      for (int i = 0; i < size; i++) {
        partners.add(first + (i + step) % size);
      }
      drawn.addAll(members);
    }
    return new WindowGroup(draw.kind, drawn, partners);
  }

  private long[] drawSpread(int file, int count, RandomGenerator random) {
    List<StartRun> runs =
        of(file).decidable().stream().map(run -> new StartRun(run.first(), run.last(), 0)).toList();
    StartSets spread =
        new StartSets(runs, config.superHardMinFrames(grid), StartSets.UNBOUNDED, count);
    long[] starts = new long[count];
    if (spread.count(count) > 0) {
      starts = spread.draw(count, random);
    } else {
      long size = FileWindows.count(runs);
      for (int i = 0; i < count; i++) {
        starts[i] = FileWindows.at(runs, random.nextLong(size));
      }
    }
    return starts;
  }
}
