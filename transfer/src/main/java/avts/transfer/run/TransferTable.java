package avts.transfer.run;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.answer.ContrastTable;
import avts.pretrain.eval.metric.Interval;
import avts.transfer.run.TransferFigures.RowFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures of a run in words and tables. */
public final class TransferTable {

  private TransferTable() {}

  /** Returns one line a row: accuracy with interval, spread, test against the baseline. */
  public static TextTable rows(TransferFigures figures) {
    TextTable table =
        new TextTable(List.of("row", "accuracy", "± seeds", "difference", "p", "cosine", "R@1"));
    for (RowFigures row : figures.rows()) {
      table.add(
          List.of(
              row.name(),
              row.accuracy().percent(),
              TextTable.percent(row.deviation()),
              ContrastTable.points(row.againstBaseline()),
              ContrastTable.p(row.p()),
              figure(row.cosine()),
              figure(row.recallAtOne())));
    }
    return table;
  }

  /** Returns one line a control. */
  public static TextTable controls(TransferFigures figures) {
    return ContrastTable.of(figures.controls());
  }

  /** Returns the endpoint and what was asked, a sentence each. */
  public static List<String> sentences(TransferFigures figures) {
    List<String> sentences = new ArrayList<>();
    if (!figures.endpoint().isEmpty()) {
      sentences.add(endpoint(figures));
    }
    sentences.add(
        String.format(
            Locale.ROOT,
            "%d takes asked; guessing gets %.1f %%; intervals over takes; p by sign flips of takes",
            figures.takes(),
            100 * figures.chance()));
    return sentences;
  }

  private static String endpoint(TransferFigures figures) {
    Interval headroom = figures.headroom();
    return "recovered headroom "
        + figures.endpoint()
        + ": "
        + (headroom == null
            ? "not defined, the oracle is not reliably above the baseline"
            : ContrastTable.ratio(headroom));
  }

  private static String figure(@Nullable Double value) {
    return value == null ? "-" : TextTable.fixed(value, 2);
  }
}
