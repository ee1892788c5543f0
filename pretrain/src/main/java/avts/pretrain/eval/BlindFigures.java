package avts.pretrain.eval;

import avts.datasets.clip.Window;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.random.Seeds;
import avts.pretrain.eval.control.BlindControl;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a classifier reaches that sees or hears only one half of each pair. Anything but chance
 * means that a pair set can be solved without comparing the halves, and must not be reported on.
 *
 * @param row class of the negatives
 * @param half {@code "audio"} or {@code "video"}: what the classifier was given
 * @param accuracy what it reached; the interval is so wide that all controls of an evaluation
 *     together include chance with the configured confidence
 */
public record BlindFigures(String row, String half, Interval accuracy) {

  /** Returns whether the interval includes chance. */
  public boolean passed() {
    return accuracy.contains(SyncFigures.CHANCE);
  }

  /** Returns figures as a table for people. */
  public static TextTable table(List<BlindFigures> figures) {
    TextTable table = new TextTable(List.of("blind control", "half", "accuracy", "verdict"));
    figures.forEach(
        row ->
            table.add(
                List.of(
                    row.row,
                    row.half + " only",
                    row.accuracy.percent(),
                    row.passed() ? "chance, as it must be" : "NOT CHANCE: pair set refused")));
    return table;
  }

  /** Runs both controls on each class of negatives of a test set. */
  record Measure(EvaluationConfig config, Seeds seeds) {

    /** Returns the figures; classes with fewer groups than folds are left out. */
    List<BlindFigures> of(EvaluationSet set, PairScorer scorer) {
      List<Row> rows = new ArrayList<>();
      for (Row row : Row.values()) {
        long groups =
            set.pairs().swaps(row).stream().map(swap -> set.group(swap.first())).distinct().count();
        if (row != Row.UNDECIDABLE && groups >= config.folds()) {
          rows.add(row);
        }
      }
      double level = 1 - (1 - config.confidence()) / Math.max(1, 2 * rows.size());
      BlindControl control =
          new BlindControl(config.folds(), new Bootstrap(config.bootstrapDraws(), level));
      List<BlindFigures> figures = new ArrayList<>();
      for (Row row : rows) {
        RandomGenerator random = seeds.generator(Seeds.Purpose.BOOTSTRAP, 1, rows.indexOf(row));
        figures.add(
            new BlindFigures(
                row.key(), "audio", control.accuracy(halves(set, scorer, row, false), random)));
        figures.add(
            new BlindFigures(
                row.key(), "video", control.accuracy(halves(set, scorer, row, true), random)));
      }
      return figures;
    }

    private static BlindControl.Halves halves(
        EvaluationSet set, PairScorer scorer, Row row, boolean video) {
      List<Window> windows = new ArrayList<>();
      List<String> groups = new ArrayList<>();
      for (Swap swap : set.pairs().swaps(row)) {
        // Aligned and misaligned in turn; the group is that of the half that is shown.
        List<Window> four =
            video
                ? List.of(swap.first(), swap.first(), swap.second(), swap.second())
                : List.of(swap.first(), swap.second(), swap.second(), swap.first());
        windows.addAll(four);
        four.forEach(window -> groups.add(set.group(window)));
      }
      boolean[] aligned = new boolean[windows.size()];
      for (int i = 0; i < aligned.length; i += 2) {
        aligned[i] = true;
      }
      float[] features = video ? scorer.video().of(windows) : scorer.audio().of(windows);
      return new BlindControl.Halves(features, aligned, groups);
    }
  }
}
