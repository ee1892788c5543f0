package avts.pretrain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.report.Report.Matrix;
import avts.pretrain.report.Report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFiguresTest {
  private static final String NOTE =
      "protocol folds, seed 3, model run/step-1, config 0123456789ab";

  @TempDir Path run;

  /** A row of a probe's table. */
  private record Row(String name, Interval accuracy, List<List<Integer>> confusion) {}

  private record Figures(int recordings, double chance, List<String> classes, List<Row> rows) {}

  private static Measurement<Figures> measurement(int recordings) {
    return new Measurement<>(
        "eval svm",
        "folds",
        3,
        "run/step-1",
        "0123456789abcdef",
        new Figures(
            recordings,
            0.5,
            List.of("dog", "rain"),
            List.of(
                new Row(
                    "random", new Interval(0.5, 0.4, 0.6), List.of(List.of(2, 2), List.of(2, 2))),
                new Row(
                    "pretrained",
                    new Interval(0.75, 0.7, 0.8),
                    List.of(List.of(3, 1), List.of(1, 3))))));
  }

  @Test
  void figuresBecomeTablesAndMatricesWithTheirProtocol() throws IOException {
    KeptFigures.keep(run, measurement(7));
    KeptFigures.keep(run, measurement(8));
    KeptFigures kept = KeptFigures.of(run);
    assertEquals(
        List.of(
            new Table(
                "eval svm, rows",
                NOTE,
                List.of(
                    List.of("name", "accuracy"),
                    List.of("random", "0.500 (0.400 to 0.600)"),
                    List.of("pretrained", "0.750 (0.700 to 0.800)"))),
            new Table(
                "eval svm",
                NOTE,
                List.of(
                    List.of("figure", "value"),
                    List.of("recordings", "8"),
                    List.of("chance", "0.500")))),
        kept.tables());
    assertEquals(
        new Matrix(
            "eval svm, rows, pretrained",
            NOTE,
            List.of("dog", "rain"),
            List.of(List.of(3, 1), List.of(1, 3))),
        kept.matrices().get(1));
    assertEquals(2, kept.matrices().size());
  }

  @Test
  void runWithoutEvaluationsHasNone() throws IOException {
    assertTrue(KeptFigures.of(run).tables().isEmpty());
  }

  @Test
  void brokenFileIsNamed() throws IOException {
    Path file = Files.createDirectories(run.resolve("evaluations")).resolve("eval-knn.json");
    Files.writeString(file, "{\"figures\": ");
    String message =
        String.valueOf(assertThrows(IOException.class, () -> KeptFigures.of(run)).getMessage());
    assertTrue(message.contains(file.toString()), message);
  }
}
