package avts.pretrain.eval;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.pair.ShiftedWindows;
import avts.datasets.random.Seeds;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Measures synchronisation on fixed pairs: accuracy per class of negatives, two-way choices and the
 * blind controls. Each distinct half of a window is embedded once.
 *
 * @param embedder the network
 * @param config what is measured
 * @param seeds seed of the intervals and of the controls' folds
 */
public record SyncEvaluator(Embedder embedder, EvaluationConfig config, Seeds seeds) {

  /**
   * The result.
   *
   * @param sync accuracy by class of negatives
   * @param twoWay two-way choices, those on hard pairs first, then by shift
   * @param blind what pictures or sound alone reach, which must be chance
   * @param pairs the scored test pairs, four of each swap in the order (v1, a1), (v1, a2), (v2,
   *     a2), (v2, a1); not part of the JSON
   */
  public record Result(
      SyncFigures sync,
      List<TwoWayFigures> twoWay,
      List<BlindFigures> blind,
      @JsonIgnore List<ScoredPair> pairs) {

    /** Copies the lists. */
    public Result {
      twoWay = List.copyOf(twoWay);
      blind = List.copyOf(blind);
      pairs = List.copyOf(pairs);
    }

    /** Returns the controls that found a way to cheat; none may. */
    public List<BlindFigures> failedControls() {
      return blind.stream().filter(control -> !control.passed()).toList();
    }
  }

  /**
   * Scores the fixed pairs of {@code set}, four of each swap.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public List<ScoredPair> scorePairs(EvaluationSet set)
      throws MediaException, InterruptedException {
    Set<Window> windows = new LinkedHashSet<>();
    for (Swap swap : set.pairs().swaps()) {
      windows.add(swap.first());
      windows.add(swap.second());
    }
    return scorePairs(set, scorer(set, windows, windows));
  }

  /**
   * Measures {@code test} with the threshold of {@code validation}.
   *
   * @throws MediaException if a file cannot be read; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public Result evaluate(EvaluationSet validation, EvaluationSet test)
      throws MediaException, InterruptedException {
    List<ScoredPair> validationPairs = scorePairs(validation);
    Map<Integer, List<Window>> shifted = shiftedWindows(test);
    Set<Window> pictures = new LinkedHashSet<>();
    for (Swap swap : test.pairs().swaps()) {
      pictures.add(swap.first());
      pictures.add(swap.second());
    }
    Set<Window> sounds = new LinkedHashSet<>(pictures);
    shifted
        .values()
        .forEach(
            windows ->
                windows.forEach(
                    window -> {
                      pictures.add(window);
                      sounds.add(window);
                      sounds.add(aligned(test, window));
                    }));
    PairScorer scorer = scorer(test, pictures, sounds);
    List<ScoredPair> testPairs = scorePairs(test, scorer);
    return new Result(
        SyncFigures.of(validationPairs, testPairs, config, seeds),
        twoWay(test, scorer, testPairs, shifted),
        new BlindFigures.Measure(config, seeds).of(test, scorer),
        testPairs);
  }

  private PairScorer scorer(EvaluationSet set, Set<Window> pictures, Set<Window> sounds)
      throws MediaException, InterruptedException {
    return new PairScorer(
        embedder,
        ClipEmbeddings.video(embedder, set.source(), pictures),
        ClipEmbeddings.audio(embedder, set.source(), sounds));
  }

  /** In the order (v1, a1), (v1, a2), (v2, a2), (v2, a1) of each swap. */
  private static List<ScoredPair> scorePairs(EvaluationSet set, PairScorer scorer) {
    List<PairScorer.Pair> pairs = new ArrayList<>();
    for (Swap swap : set.pairs().swaps()) {
      pairs.add(PairScorer.Pair.aligned(swap.first()));
      pairs.add(new PairScorer.Pair(swap.first(), swap.second()));
      pairs.add(PairScorer.Pair.aligned(swap.second()));
      pairs.add(new PairScorer.Pair(swap.second(), swap.first()));
    }
    double[] scores = scorer.score(pairs);
    List<ScoredPair> scored = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      Row row = set.pairs().swaps().get(i / 4).row();
      scored.add(new ScoredPair(row, i % 2 == 0, set.group(pairs.get(i).video()), scores[i]));
    }
    return scored;
  }

  /** Windows by shift in milliseconds, sound earlier and sound later together. */
  private Map<Integer, List<Window>> shiftedWindows(EvaluationSet set) {
    Map<Integer, List<Window>> shifted = new LinkedHashMap<>();
    for (int shift : config.shiftsMillis()) {
      List<Window> windows = new ArrayList<>();
      for (int file : set.sampler().usableFiles()) {
        windows.addAll(ShiftedWindows.of(set.sampler(), file, shift, config.twoWayStride()));
        windows.addAll(ShiftedWindows.of(set.sampler(), file, -shift, config.twoWayStride()));
      }
      if (!windows.isEmpty()) {
        shifted.put(shift, windows);
      }
    }
    return shifted;
  }

  private static Window aligned(EvaluationSet set, Window window) {
    return new Window(
        window.file(), window.startFrame(), set.sampler().grid().sampleAt(window.startFrame()));
  }

  private List<TwoWayFigures> twoWay(
      EvaluationSet set,
      PairScorer scorer,
      List<ScoredPair> pairs,
      Map<Integer, List<Window>> shifted) {
    RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 0, 1);
    List<TwoWayFigures> figures = new ArrayList<>();
    List<TwoWayFigures.Choice> hard = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      ScoredPair pair = pairs.get(i);
      if (pair.row() == Row.HARD) {
        hard.add(new TwoWayFigures.Choice(pair.group(), pair.score(), pairs.get(i + 1).score()));
      }
    }
    if (!hard.isEmpty()) {
      figures.add(TwoWayFigures.of("hard pairs", hard, config.bootstrap(), random));
    }
    shifted.forEach(
        (shift, windows) ->
            figures.add(
                TwoWayFigures.of(
                    shift + " ms", choices(set, scorer, windows), config.bootstrap(), random)));
    return figures;
  }

  private static List<TwoWayFigures.Choice> choices(
      EvaluationSet set, PairScorer scorer, List<Window> windows) {
    double[] alignedScores =
        scorer.score(
            windows.stream()
                .map(window -> new PairScorer.Pair(window, aligned(set, window)))
                .toList());
    double[] shiftedScores = scorer.score(windows.stream().map(PairScorer.Pair::aligned).toList());
    List<TwoWayFigures.Choice> choices = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      choices.add(
          new TwoWayFigures.Choice(set.group(windows.get(i)), alignedScores[i], shiftedScores[i]));
    }
    return choices;
  }
}
