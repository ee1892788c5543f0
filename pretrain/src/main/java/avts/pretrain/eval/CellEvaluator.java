package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.random.Seeds;
import avts.datasets.synth.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Measures synthetic held-out videos against re-rendered sound tracks: which object is heard (same,
 * other) by when it sounds (same, redrawn onsets). Position in the file and traces of the encoder
 * are equal in all four cells, so what tells them apart is what is heard, or when.
 *
 * @param embedder the network
 * @param config how intervals are made
 * @param seeds seed of the intervals
 */
public record CellEvaluator(Embedder embedder, EvaluationConfig config, Seeds seeds) {

  /**
   * The re-rendered files.
   *
   * @param source where their clips are read from
   * @param entries all entries of their manifest
   * @param truths all lines of truth.jsonl of the held-out set
   */
  public record Variants(
      ClipEmbeddings.Source source, List<ManifestEntry> entries, List<Truth> truths) {

    /** Copies the lists. */
    public Variants {
      entries = List.copyOf(entries);
      truths = List.copyOf(truths);
    }
  }

  /** A test file's re-rendered sound. */
  private record Variant(int file, int ordinary, String cell) {}

  /**
   * Scores the windows of the hard pairs of {@code test} with their own and with re-rendered sound.
   *
   * @param threshold scores at or above it are called in sync
   * @param hardAccuracy accuracy on ordinary hard pairs, for comparison
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   * @throws IllegalArgumentException if no variant belongs to a test file
   */
  public CellFigures evaluate(
      EvaluationSet test, Variants variants, double threshold, double hardAccuracy)
      throws MediaException, InterruptedException {
    Map<Integer, Set<Window>> windows = new LinkedHashMap<>();
    for (Swap swap : test.pairs().swaps(Row.HARD)) {
      for (Window window : List.of(swap.first(), swap.second())) {
        windows.computeIfAbsent(window.file(), file -> new LinkedHashSet<>()).add(window);
      }
    }
    List<Window> ordinary = windows.values().stream().flatMap(Set::stream).toList();
    Map<String, List<PairScorer.Pair>> cells = new LinkedHashMap<>();
    for (Variant variant : match(test, variants)) {
      for (Window window : windows.getOrDefault(variant.ordinary, Set.of())) {
        cells
            .computeIfAbsent(variant.cell, cell -> new ArrayList<>())
            .add(
                new PairScorer.Pair(
                    window, new Window(variant.file, window.startFrame(), window.startSample())));
      }
    }
    checkArgument(!cells.isEmpty(), "none of the re-rendered files belongs to a test file");
    ClipEmbeddings pictures = ClipEmbeddings.video(embedder, test.source(), ordinary);
    PairScorer own =
        new PairScorer(embedder, pictures, ClipEmbeddings.audio(embedder, test.source(), ordinary));
    PairScorer others =
        new PairScorer(
            embedder,
            pictures,
            ClipEmbeddings.audio(
                embedder,
                variants.source,
                cells.values().stream()
                    .flatMap(List::stream)
                    .map(PairScorer.Pair::audio)
                    .toList()));
    RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 2, 0);
    List<CellFigures.Cell> figures = new ArrayList<>();
    List<ScoredPair> aligned =
        scored(test, own, ordinary.stream().map(PairScorer.Pair::aligned).toList(), true);
    figures.add(CellFigures.Cell.aligned(aligned, threshold));
    for (Map.Entry<String, List<PairScorer.Pair>> cell : cells.entrySet()) {
      Set<Window> paired = new LinkedHashSet<>();
      cell.getValue().forEach(pair -> paired.add(pair.video()));
      List<ScoredPair> pairs =
          new ArrayList<>(
              scored(test, own, paired.stream().map(PairScorer.Pair::aligned).toList(), true));
      pairs.addAll(scored(test, others, cell.getValue(), false));
      figures.add(
          CellFigures.Cell.misaligned(
              cell.getKey(),
              pairs,
              threshold,
              ClassFigures.of(pairs, threshold, config.bootstrap(), random).accuracy()));
    }
    return new CellFigures(figures, hardAccuracy);
  }

  private static List<ScoredPair> scored(
      EvaluationSet test, PairScorer scorer, List<PairScorer.Pair> pairs, boolean aligned) {
    double[] scores = scorer.score(pairs);
    List<ScoredPair> scored = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      scored.add(new ScoredPair(Row.HARD, aligned, test.group(pairs.get(i).video()), scores[i]));
    }
    return scored;
  }

  /** Files belong together by their names, whatever folder and container they lie in. */
  private static List<Variant> match(EvaluationSet test, Variants variants) {
    Map<String, Integer> ordinary = new HashMap<>();
    for (int file : test.sampler().usableFiles()) {
      ordinary.put(name(test.entries().get(file).path()), file);
    }
    Map<String, Integer> rendered = new HashMap<>();
    for (int file = 0; file < variants.entries.size(); file++) {
      rendered.put(name(variants.entries.get(file).path()), file);
    }
    List<Variant> matched = new ArrayList<>();
    for (Truth truth : variants.truths) {
      String of = truth.variantOf();
      Integer file = rendered.get(name(truth.file()));
      Integer pictures = of == null ? null : ordinary.get(name(of));
      if (file != null && pictures != null) {
        matched.add(new Variant(file, pictures, truth.what() + " x " + truth.when()));
      }
    }
    return matched;
  }

  /** The first dot ends the name: a prepared store adds its own ending to the original one. */
  private static String name(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.indexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }
}
