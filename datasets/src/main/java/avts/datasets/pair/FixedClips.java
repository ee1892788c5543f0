package avts.datasets.pair;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.time.ClipGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The clips that are searched for in retrieval: drawn once, kept in a file, the same for everybody.
 * All have sound and motion.
 *
 * @param header what the clips were drawn from and how
 * @param across one clip of each group of files, among which each is to be found
 * @param inside for each file, clips at consecutive, not overlapping places of one shot, among
 *     which each is to be found; two at least
 * @param segments for each file, {@link Header#segments} clips whose starts lie {@link
 *     Header#strideFrames} apart
 */
public record FixedClips(
    Header header, List<Window> across, List<List<Window>> inside, List<List<Window>> segments) {

  /** Segments of a file in the shifted-window protocol (Synchformer's number). */
  private static final int SEGMENTS = 14;

  private static final int STRIDE_FRAMES = 5;

  /** Numbers of the generators, behind those of {@link FixedPairsDraw}; never to be changed. */
  private static final int ACROSS = 11;

  private static final int INSIDE = 12;
  private static final int SEGMENT = 13;

  /** Copies the lists. */
  public FixedClips {
    across = List.copyOf(across);
    inside = inside.stream().map(List::copyOf).toList();
    segments = segments.stream().map(List::copyOf).toList();
  }

  /**
   * What the clips were drawn from and how.
   *
   * @param seed root seed
   * @param manifestHash content hash of the manifest whose indices the windows use
   * @param grid length of a clip and its grids
   * @param segments number of segments of a file
   * @param strideFrames frames from the start of one segment to that of the next
   */
  public record Header(
      long seed, String manifestHash, ClipGrid grid, int segments, int strideFrames) {}

  /**
   * Draws clips from the files of {@code sampler}; a function of files and seed alone.
   *
   * @param entries all entries of the manifest, for their groups
   * @param seed used with the purpose EVALUATION
   * @param manifestHash content hash of the manifest
   */
  public static FixedClips draw(
      PairSampler sampler, List<ManifestEntry> entries, long seed, String manifestHash) {
    Seeds seeds = new Seeds(seed);
    Header header = new Header(seed, manifestHash, sampler.grid(), SEGMENTS, STRIDE_FRAMES);
    List<Window> across = new ArrayList<>();
    List<List<Window>> inside = new ArrayList<>();
    List<List<Window>> segments = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    for (int file : sampler.usableFiles()) {
      if (groups.add(entries.get(file).group())) {
        RandomGenerator random = seeds.generator(Purpose.EVALUATION, ACROSS, file);
        across.addAll(sampler.draw(file, PairKind.EASY, 1, random).windows());
      }
      long clip = sampler.grid().frames();
      List<Window> seconds =
          row(
              sampler,
              file,
              clip,
              Integer.MAX_VALUE,
              seeds.generator(Purpose.EVALUATION, INSIDE, file));
      if (seconds.size() >= 2) {
        inside.add(seconds);
      }
      List<Window> row =
          row(
              sampler,
              file,
              STRIDE_FRAMES,
              SEGMENTS,
              seeds.generator(Purpose.EVALUATION, SEGMENT, file));
      if (row.size() == SEGMENTS) {
        segments.add(row);
      }
    }
    return new FixedClips(header, across, inside, segments);
  }

  /**
   * Returns windows of one shot, {@code step} frames apart, as many as there is room for but at
   * most {@code most}: of all such rows of greatest length, one by lot.
   */
  private static List<Window> row(
      PairSampler sampler, int file, long step, int most, RandomGenerator random) {
    Map<Integer, TreeSet<Long>> shots = new TreeMap<>();
    for (StartRun run : sampler.of(file).decidable()) {
      TreeSet<Long> starts = shots.computeIfAbsent(run.shot(), shot -> new TreeSet<>());
      for (long start = run.first(); start <= run.last(); start++) {
        starts.add(start);
      }
    }
    int longest = 0;
    List<Long> beginnings = new ArrayList<>();
    for (TreeSet<Long> starts : shots.values()) {
      for (long start : starts) {
        int length = 0;
        while (length < most && starts.contains(start + length * step)) {
          length++;
        }
        if (length > longest) {
          longest = length;
          beginnings.clear();
        }
        if (length == longest) {
          beginnings.add(start);
        }
      }
    }
    if (beginnings.isEmpty()) {
      return List.of();
    }
    long first = beginnings.get(random.nextInt(beginnings.size()));
    long[] row = new long[longest];
    for (int i = 0; i < longest; i++) {
      row[i] = first + i * step;
    }
    return sampler.windows(file, row);
  }

  /**
   * Reads a file of clips.
   *
   * @param manifestHash content hash of the manifest at hand
   * @throws IOException if the file cannot be read, is damaged, or belongs to another manifest; the
   *     message names file and line
   */
  public static FixedClips read(Path file, String manifestHash) throws IOException {
    return FixedClipsFile.read(file, manifestHash);
  }

  /** Writes the clips to {@code file}, which appears complete or not at all. */
  public void write(Path file) throws IOException {
    FixedClipsFile.write(this, file);
  }
}
