package avts.transfer.curve;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.report.Report.Chart;
import avts.transfer.curve.CurveScores.Point;
import avts.transfer.tdl.RowConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Untrained and pretrained encoders, and transfer between the latter, at several numbers of
 * labelled repetitions.
 *
 * @param set name of the set
 * @param labels number of labels
 * @param testTakes number of test takes, of all folds together
 * @param seenInTraining test takes that the models which were asked for them have seen
 * @param chance share that is right by guessing
 * @param transferConfig hash of the config of transfer deep learning, or empty
 * @param folds which model was asked for which repetition
 * @param rows one for each point of each curve
 * @param curves the same as charts, one a stream
 */
public record CurveFigures(
    String set,
    int labels,
    int testTakes,
    int seenInTraining,
    double chance,
    String transferConfig,
    List<Fold> folds,
    List<Row> rows,
    List<Chart> curves) {

  /** Copies the lists. */
  public CurveFigures {
    folds = List.copyOf(folds);
    rows = List.copyOf(rows);
    curves = List.copyOf(curves);
  }

  /**
   * Which model was asked.
   *
   * @param repetition the tested repetition
   * @param model run and checkpoint
   * @param takes number of its takes
   * @param seen how many of them the model has seen
   */
  public record Fold(int repetition, String model, int takes, int seen) {}

  /**
   * One point of a curve.
   *
   * @param stream video or audio
   * @param row scratch, pretrained, or a row of transfer deep learning
   * @param repetitions number of repetitions whose labels are known
   * @param labelledTakes their takes, the mean over folds
   * @param accuracy share of test takes told right, mean over seeds, with its interval over takes
   * @param against row that this one is compared with, or empty
   * @param gain difference from that row; null where there is none
   * @param p of the sign-flip permutation test over takes; null where there is none
   */
  public record Row(
      String stream,
      String row,
      int repetitions,
      int labelledTakes,
      Interval accuracy,
      String against,
      @Nullable Interval gain,
      @Nullable Double p) {}

  /** What the answers were made with. */
  record Settings(CurveConfig config, @Nullable CurveTransfer transfer, int labels) {

    /** Returns the row that another is compared with, or empty. */
    String against(String row) {
      if (row.equals(EncoderCurve.PRETRAINED)) {
        return EncoderCurve.SCRATCH;
      }
      String baseline = transfer == null ? "" : CurveTransfer.name(transfer.baseline());
      return row.equals(EncoderCurve.SCRATCH) || row.equals(baseline) ? "" : baseline;
    }

    /** Returns the rows that are drawn: controls stand in the table alone. */
    Set<String> drawn() {
      Set<RowConfig.Kind> controls =
          Set.of(
              RowConfig.Kind.REAL_ONLY,
              RowConfig.Kind.SAME_LABEL,
              RowConfig.Kind.PERMUTED,
              RowConfig.Kind.AUDIO,
              RowConfig.Kind.KERNEL_RIDGE);
      Set<String> drawn =
          transfer == null
              ? new HashSet<>()
              : transfer.rows().stream()
                  .filter(row -> !controls.contains(row.kind()))
                  .map(row -> CurveTransfer.name(row.name()))
                  .collect(Collectors.toSet());
      drawn.addAll(Set.of(EncoderCurve.SCRATCH, EncoderCurve.PRETRAINED));
      return drawn;
    }
  }

  /** Works the figures out. */
  static CurveFigures of(
      String set, List<String> models, Rotation rotation, CurveScores scores, Settings settings) {
    List<Row> rows = new ArrayList<>();
    for (CurveStream stream : settings.config().streams()) {
      scores.points().stream()
          .filter(point -> point.stream() == stream)
          .map(point -> row(point, rotation, scores, settings))
          .forEach(rows::add);
    }
    CurveTransfer transfer = settings.transfer();
    return new CurveFigures(
        set,
        settings.labels(),
        rotation.asked().size(),
        rotation.folds().stream().mapToInt(Rotation.Fold::seen).sum(),
        1.0 / settings.labels(),
        transfer == null ? "" : transfer.configHash(),
        rotation.folds().stream()
            .map(
                fold ->
                    new Fold(
                        fold.repetition(),
                        models.get(fold.model()),
                        fold.test().size(),
                        fold.seen()))
            .toList(),
        rows,
        CurveCharts.of(rows, settings.drawn()));
  }

  private static Row row(Point point, Rotation rotation, CurveScores scores, Settings settings) {
    CurveConfig config = settings.config();
    String against = settings.against(point.row());
    Point base = new Point(point.stream(), against, point.repetitions());
    boolean compared = scores.points().contains(base);
    return new Row(
        point.stream().key(),
        point.row(),
        point.repetitions(),
        rotation.labelledTakes(point.repetitions()),
        scores.accuracy(point, config),
        compared ? against : "",
        compared ? scores.gain(point, base, config) : null,
        compared ? scores.p(point, base, config) : null);
  }

  /** Returns the table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(
            List.of("stream", "row", "repetitions", "takes", "accuracy", "against", "gain", "p"));
    for (Row row : rows) {
      table.add(
          List.of(
              row.stream,
              row.row,
              Integer.toString(row.repetitions),
              Integer.toString(row.labelledTakes),
              row.accuracy.percent(),
              row.against.isEmpty() ? "-" : row.against,
              row.gain == null ? "-" : row.gain.percent(),
              row.p == null ? "-" : String.format(Locale.ROOT, "%.4f", row.p)));
    }
    return table;
  }

  /** Returns the protocol in words: which model was asked for which repetition. */
  public String protocol() {
    return set
        + ", "
        + folds.stream()
            .map(fold -> "repetition " + fold.repetition + " by " + fold.model)
            .collect(Collectors.joining(", "));
  }
}
