package avts.distill.run;

import avts.distill.run.DistillFigures.NoiseFigures;
import avts.distill.run.DistillFigures.RowFigures;
import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.metric.Interval;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures as text. */
public final class DistillTable {

  private DistillTable() {}

  /** Returns one line a row. */
  public static TextTable rows(NoiseFigures figures) {
    TextTable table =
        new TextTable(
            List.of(
                "row",
                "accuracy (WA)",
                "UA",
                "± seeds",
                "over scratch",
                "p",
                "retention",
                "parameters",
                "MB"));
    for (RowFigures row : figures.rows()) {
      Contrast gain = row.againstScratch();
      boolean itself = gain.first().equals(gain.second());
      table.add(
          List.of(
              row.name(),
              row.accuracy().percent(),
              TextTable.percent(row.unweighted()),
              TextTable.percent(row.deviation()),
              itself ? "-" : signed(gain.difference().value()),
              itself ? "-" : p(gain.p()),
              retention(row.retention()),
              String.format(Locale.ROOT, "%,.0f", row.parameters()),
              TextTable.fixed(row.megabytes(), 2)));
    }
    return table;
  }

  /** Returns one line a comparison. */
  public static TextTable pairs(NoiseFigures figures) {
    TextTable table = new TextTable(List.of("comparison", "difference", "interval", "p"));
    for (Contrast contrast : figures.pairs()) {
      table.add(
          List.of(
              contrast.first() + " - " + contrast.second(),
              signed(contrast.difference().value()),
              signed(contrast.difference().low()) + " to " + signed(contrast.difference().high()),
              p(contrast.p())));
    }
    return table;
  }

  /** Returns what was asked and how to read the tables, in a sentence. */
  public static String sentence(DistillFigures figures) {
    return String.format(
        Locale.ROOT,
        "%d takes asked; guessing gets %.1f %%; intervals over takes; p by sign flips of takes;"
            + " retention: (student - scratch) / (teacher - scratch), - where the teacher's gain is"
            + " too small or unsure",
        figures.takes(),
        100 * figures.chance());
  }

  private static String retention(@Nullable Interval retention) {
    return retention == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.2f (%.2f to %.2f)",
            retention.value(),
            retention.low(),
            retention.high());
  }

  private static String signed(double share) {
    return String.format(Locale.ROOT, "%+.1f", 100 * share);
  }

  private static String p(double value) {
    return String.format(Locale.ROOT, value < 0.001 ? "%.4f" : "%.3f", value);
  }
}
