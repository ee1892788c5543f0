package avts.datasets.pair;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Draws evaluation pairs. Each (class, file) has a generator of its own, so that a file's pairs do
 * not depend on which other files are there; easy pairs alone do, through their partners.
 */
final class FixedPairsDraw {

  /** How often a draw is repeated to find pairs that differ, for each pair wanted. */
  private static final int ATTEMPTS = 8;

  /** Numbers of the generators; part of what fixes a seed's pairs, so never to be changed. */
  private static final int EASY = 1;

  private static final int HARD = 2;
  private static final int SUPER_HARD = 3;
  private static final int UNDECIDABLE = 4;
  private static final int OFFSET = 5;

  private final PairSampler sampler;
  private final List<ManifestEntry> entries;
  private final FixedPairsConfig config;
  private final Seeds seeds;

  FixedPairsDraw(
      PairSampler sampler, List<ManifestEntry> entries, FixedPairsConfig config, Seeds seeds) {
    this.sampler = sampler;
    this.entries = entries;
    this.config = config;
    this.seeds = seeds;
  }

  /** Returns the swaps of all classes, class by class. */
  List<Swap> swaps() {
    List<Swap> swaps = new ArrayList<>(easy());
    for (int file : sampler.usableFiles()) {
      swaps.addAll(sameFile(file, HARD, PairKind.HARD, Row.HARD));
    }
    for (int file : sampler.usableFiles()) {
      swaps.addAll(sameFile(file, SUPER_HARD, PairKind.SUPER_HARD, Row.SUPER_HARD));
    }
    for (int file : sampler.files()) {
      UndecidablePairs pairs = new UndecidablePairs(sampler, file);
      if (pairs.count() > 0) {
        swaps.addAll(
            distinct(
                UNDECIDABLE,
                file,
                random -> swap(Row.UNDECIDABLE, sampler.windows(file, pairs.draw(random)))));
      }
    }
    return swaps;
  }

  /** Returns the windows with room for shifts. */
  List<Window> offsetWindows() {
    List<Window> found = new ArrayList<>();
    for (int file : sampler.usableFiles()) {
      List<StartRun> runs = roomy(sampler.of(file), config.maxShiftFrames());
      long possible = FileWindows.count(runs);
      RandomGenerator random = seeds.generator(Purpose.EVALUATION, OFFSET, file);
      Set<Long> starts = new LinkedHashSet<>();
      int attempts = possible == 0 ? 0 : ATTEMPTS * config.offsetWindowsPerVideo();
      while (attempts-- > 0 && starts.size() < config.offsetWindowsPerVideo()) {
        starts.add(FileWindows.at(runs, random.nextLong(possible)));
      }
      found.addAll(sampler.windows(file, starts.stream().mapToLong(Long::longValue).toArray()));
    }
    return found;
  }

  private List<Swap> sameFile(int file, int generator, PairKind kind, Row row) {
    if (!sampler.hasRoom(file, kind, 2)) {
      return List.of();
    }
    return distinct(
        generator, file, random -> swap(row, sampler.draw(file, kind, 2, random).windows()));
  }

  /** Up to the wanted number of swaps that differ, whichever window comes first in them. */
  private List<Swap> distinct(int generator, int file, Function<RandomGenerator, Swap> draw) {
    RandomGenerator random = seeds.generator(Purpose.EVALUATION, generator, file);
    List<Swap> swaps = new ArrayList<>();
    Set<Set<Window>> seen = new LinkedHashSet<>();
    int attempts = ATTEMPTS * config.swapsPerVideo();
    while (attempts-- > 0 && swaps.size() < config.swapsPerVideo()) {
      Swap swap = draw.apply(random);
      if (seen.add(Set.of(swap.first(), swap.second()))) {
        swaps.add(swap);
      }
    }
    return swaps;
  }

  private static Swap swap(Row row, List<Window> windows) {
    return new Swap(row, windows.get(0), windows.get(1));
  }

  /** Pairs the files of different groups off, anew for each swap wanted. */
  private List<Swap> easy() {
    List<Swap> swaps = new ArrayList<>();
    for (int round = 0; round < config.swapsPerVideo(); round++) {
      RandomGenerator random = seeds.generator(Purpose.EVALUATION, EASY, round);
      List<Integer> order = matchable(random);
      int half = order.size() / 2;
      for (int i = 0; i < half; i++) {
        List<Window> windows = new ArrayList<>();
        windows.addAll(sampler.draw(order.get(i), PairKind.EASY, 1, random).windows());
        windows.addAll(sampler.draw(order.get(i + half), PairKind.EASY, 1, random).windows());
        swaps.add(swap(Row.EASY, windows));
      }
    }
    return swaps;
  }

  /**
   * An even number of files, by group, no group holding more than half: file i and file i + half
   * are then of different groups. What is too much of one group is left out, chosen by lot.
   */
  private List<Integer> matchable(RandomGenerator random) {
    List<Integer> files = new ArrayList<>(sampler.usableFiles());
    Shuffle.inPlace(files, random);
    Map<String, List<Integer>> groups = new HashMap<>();
    List<List<Integer>> inOrder = new ArrayList<>();
    for (int file : files) {
      groups
          .computeIfAbsent(
              entries.get(file).group(),
              name -> {
                List<Integer> members = new ArrayList<>();
                inOrder.add(members);
                return members;
              })
          .add(file);
    }
    inOrder.sort((a, b) -> Integer.compare(b.size(), a.size()));
    if (!inOrder.isEmpty()) {
      List<Integer> largest = inOrder.get(0);
      int others = files.size() - largest.size();
      while (largest.size() > others) {
        largest.remove(largest.size() - 1);
      }
      if ((others + largest.size()) % 2 == 1) {
        largest.remove(largest.size() - 1);
      }
    }
    List<Integer> order = new ArrayList<>();
    inOrder.forEach(order::addAll);
    return order;
  }

  /** The decidable starts with {@code room} further starts of the shot on both sides. */
  private static List<StartRun> roomy(FileWindows windows, int room) {
    Map<Integer, StartRun> shots = windows.shots();
    List<StartRun> roomy = new ArrayList<>();
    for (StartRun run : windows.decidable()) {
      StartRun shot = shots.getOrDefault(run.shot(), run);
      long first = Math.max(run.first(), shot.first() + room);
      long last = Math.min(run.last(), shot.last() - room);
      if (first <= last) {
        roomy.add(new StartRun(first, last, run.shot()));
      }
    }
    return roomy;
  }
}
