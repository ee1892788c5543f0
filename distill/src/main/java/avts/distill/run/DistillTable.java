package avts.distill.run;

import avts.distill.run.DistillFigures.NoiseFigures;
import avts.distill.run.DistillFigures.RowFigures;
import avts.pretrain.embed.KeptModel;
import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.answer.ContrastTable;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The figures as text. */
public final class DistillTable {

  private DistillTable() {}

  /** Returns one line a row. */
  public static TextTable rows(Measure measure, NoiseFigures figures) {
    TextTable table =
        new TextTable(
            List.of(
                "row",
                measure.text(),
                measure.secondText(),
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
              row.value().percent(),
              measure.second(row.second()),
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
        "%,d %s asked; guessing gets %.1f %%; %s"
            + "retention: (student - scratch) / (teacher - scratch), - where the teacher's gain is"
            + " too small or unsure; CPU ms/s: milliseconds of a processor for a second of sound,"
            + " the exported network in ONNX Runtime on one thread, %s",
        figures.asked(),
        figures.measure().asked(),
        100 * figures.chance(),
        figures.measure().reading(),
        figures.computedFeatures()
            ? "features included"
            : "from stored features, whose making is not included");
  }

  /** Returns a sentence on the encoders of each fold; none where there are no encoders. */
  public static List<String> encoders(SortedMap<Integer, KeptModel.Origin> origins) {
    List<String> lines = new ArrayList<>();
    origins.forEach(
        (fold, origin) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "fold %d on the encoders of %s, seen in training: %d of %d test takes",
                    fold,
                    origin.model(),
                    origin.seenInTraining(),
                    origin.testTakes())));
    return lines;
  }

  private static String retention(@Nullable Interval retention) {
    return retention == null ? "-" : ContrastTable.ratio(retention);
  }
}
