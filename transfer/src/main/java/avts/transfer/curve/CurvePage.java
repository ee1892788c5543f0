package avts.transfer.curve;

import avts.pretrain.eval.Measurement;
import avts.pretrain.report.Report;
import avts.pretrain.report.Report.Fact;
import avts.pretrain.report.Report.Table;
import avts.pretrain.report.Report.Text;
import avts.pretrain.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The learning curves of a measurement as a page. */
public final class CurvePage {

  private CurvePage() {}

  /**
   * Writes the page.
   *
   * @param texts configs and what was left out, folded away
   */
  public static void write(Measurement<CurveFigures> measured, List<Text> texts, Path file)
      throws IOException {
    CurveFigures figures = measured.figures();
    String note = measured.protocol() + ", seed " + measured.seed();
    ReportPage.write(
        new Report(
            "Few labelled takes: " + figures.set(),
            List.of(
                new Fact("test takes", Integer.toString(figures.testTakes())),
                new Fact("labels", Integer.toString(figures.labels())),
                new Fact(
                    "guessing gets", String.format(Locale.ROOT, "%.1f %%", 100 * figures.chance())),
                new Fact("seen in training", Integer.toString(figures.seenInTraining())),
                new Fact("config", measured.configHash().substring(0, 12))),
            figures.curves(),
            List.of(
                Table.of(
                    "Accuracy by labelled repetitions",
                    note + "; gain and p over takes, against the row that is named",
                    figures.table())),
            List.of(),
            List.of(),
            List.of(),
            texts),
        file);
  }
}
