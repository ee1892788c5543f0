package avts.pretrain.eval;

import avts.pretrain.eval.metric.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells what x when: what is heard (same, other object) and when (same, redrawn onsets).
 *
 * @param cells the cells, same x same first
 * @param hardAccuracy accuracy on ordinary hard pairs
 */
public record CellFigures(List<Cell> cells, double hardAccuracy) {

  /** Accuracy with redrawn onsets must lie this close to that on ordinary hard pairs. */
  public static final double TOLERANCE = 0.05;

  private static final String ALIGNED = "same x same";
  private static final String REDRAWN = "same x redrawn";

  /** Copies the list. */
  public CellFigures {
    cells = List.copyOf(cells);
  }

  /**
   * One cell.
   *
   * @param name what x when, such as {@code same x redrawn}
   * @param pairs number of pairs with this cell's sound
   * @param calledInSync share of them that is called in sync
   * @param accuracy balanced accuracy against the same pictures with their own sound; null for same
   *     x same
   */
  public record Cell(String name, int pairs, double calledInSync, @Nullable Interval accuracy) {

    static Cell aligned(List<ScoredPair> pairs, double threshold) {
      return new Cell(ALIGNED, pairs.size(), share(pairs, threshold, true), null);
    }

    static Cell misaligned(
        String name, List<ScoredPair> pairs, double threshold, Interval accuracy) {
      long count = pairs.stream().filter(pair -> !pair.aligned()).count();
      return new Cell(name, (int) count, share(pairs, threshold, false), accuracy);
    }

    private static double share(List<ScoredPair> pairs, double threshold, boolean aligned) {
      return pairs.stream()
          .filter(pair -> pair.aligned() == aligned)
          .mapToInt(pair -> pair.score() >= threshold ? 1 : 0)
          .average()
          .orElse(0);
    }
  }

  /**
   * Returns whether accuracy with redrawn onsets lies within 5 points of that on ordinary hard
   * pairs; otherwise position or codec is being read.
   */
  public boolean redrawnLikeHard() {
    return cells.stream()
        .filter(cell -> cell.name.equals(REDRAWN) && cell.accuracy != null)
        .allMatch(cell -> near(cell.accuracy));
  }

  private boolean near(@Nullable Interval accuracy) {
    return accuracy != null && Math.abs(accuracy.value() - hardAccuracy) <= TOLERANCE;
  }

  /** Returns the cells as a table for people. */
  public TextTable table() {
    TextTable table = new TextTable(List.of("what x when", "called in sync", "accuracy", "pairs"));
    for (Cell cell : cells) {
      table.add(
          List.of(
              cell.name,
              TextTable.percent(cell.calledInSync),
              cell.accuracy == null ? "" : cell.accuracy.percent(),
              Integer.toString(cell.pairs)));
    }
    return table;
  }
}
