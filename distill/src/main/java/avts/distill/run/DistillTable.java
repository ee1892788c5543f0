package avts.distill.run;

import avts.distill.run.DistillFigures.NoiseFigures;
import avts.distill.run.DistillFigures.RowFigures;
import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.answer.ContrastTable;
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
                "MB",
                "CPU ms/s"));
    for (RowFigures row : figures.rows()) {
      Contrast gain = row.againstScratch();
      boolean itself = gain.first().equals(gain.second());
      table.add(
          List.of(
              row.name(),
              row.accuracy().percent(),
              TextTable.percent(row.unweighted()),
              TextTable.percent(row.deviation()),
              itself ? "-" : ContrastTable.points(gain.difference().value()),
              itself ? "-" : ContrastTable.p(gain.p()),
              retention(row.retention()),
              String.format(Locale.ROOT, "%,.0f", row.parameters()),
              TextTable.fixed(row.megabytes(), 2),
              row.cpuMillis() == null ? "-" : TextTable.fixed(row.cpuMillis(), 2)));
    }
    return table;
  }

  /** Returns one line a comparison. */
  public static TextTable pairs(NoiseFigures figures) {
    return ContrastTable.of(figures.pairs());
  }

  /** Returns what was asked and how to read the tables, in a sentence. */
  public static String sentence(DistillFigures figures) {
    return String.format(
        Locale.ROOT,
        "%d takes asked; guessing gets %.1f %%; intervals over takes; p by sign flips of takes;"
            + " retention: (student - scratch) / (teacher - scratch), - where the teacher's gain is"
            + " too small or unsure; CPU ms/s: milliseconds of a processor for a second of sound,"
            + " the exported network in ONNX Runtime on one thread, %s",
        figures.takes(),
        100 * figures.chance(),
        figures.computedFeatures()
            ? "features included"
            : "from stored features, whose making is not included");
  }

  private static String retention(@Nullable Interval retention) {
    return retention == null ? "-" : ContrastTable.ratio(retention);
  }
}
