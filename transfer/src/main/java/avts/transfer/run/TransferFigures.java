package avts.transfer.run;

import avts.pretrain.eval.answer.AnswerScores;
import avts.pretrain.eval.answer.Answers;
import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.metric.Interval;
import avts.transfer.tdl.MappingQuality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run.
 *
 * @param takes number of takes that were asked
 * @param chance share that guessing would get right
 * @param rows one a row, in the config's order
 * @param headroom the primary endpoint, (gain - baseline) / (oracle - baseline); null where it is
 *     not defined because some resampling has no headroom
 * @param endpoint what the endpoint was made of, in words; empty for none
 * @param controls the gain against each control
 */
public record TransferFigures(
    int takes,
    double chance,
    List<RowFigures> rows,
    @Nullable Interval headroom,
    String endpoint,
    List<Contrast> controls) {

  /** Copies the lists. */
  public TransferFigures {
    rows = List.copyOf(rows);
    controls = List.copyOf(controls);
  }

  /**
   * A row.
   *
   * @param name its name
   * @param accuracy share of takes right, mean over seeds; the interval is over takes
   * @param deviation standard deviation of the accuracy over seeds
   * @param againstBaseline difference to the baseline over the same takes
   * @param p probability of such a difference by chance, by flips of takes' signs; 1 for the
   *     baseline itself
   * @param cosine mean cosine of mapped with true activations of test takes; null without mapping
   * @param recallAtOne share of test takes whose mapped activations are nearest their own true
   *     ones; null without mapping
   * @param confusion takes by true label and told label, summed over seeds
   */
  public record RowFigures(
      String name,
      Interval accuracy,
      double deviation,
      double againstBaseline,
      double p,
      @Nullable Double cosine,
      @Nullable Double recallAtOne,
      Confusion confusion) {}

  /** Calculates the figures of cells, of which none may be missing. */
  static TransferFigures of(TransferConfig config, List<Cell> cells) {
    Map<String, List<Cell>> rows = new LinkedHashMap<>();
    cells.forEach(cell -> rows.computeIfAbsent(cell.row(), row -> new ArrayList<>()).add(cell));
    return new Calculation(config.comparison(), rows).figures();
  }

  /** The figures of all rows. */
  private static final class Calculation {
    private final ComparisonConfig config;
    private final Map<String, List<Cell>> rows;
    private final AnswerScores scores;

    Calculation(ComparisonConfig config, Map<String, List<Cell>> rows) {
      this.config = config;
      this.rows = rows;
      Map<String, List<Answers>> answers = new LinkedHashMap<>();
      rows.forEach((row, cells) -> answers.put(row, cells.stream().map(Cell::answers).toList()));
      scores =
          new AnswerScores(
              answers,
              new AnswerScores.Statistics(config.flips(), config.draws(), config.confidence()));
    }

    TransferFigures figures() {
      List<RowFigures> figures = new ArrayList<>();
      rows.forEach((row, cells) -> figures.add(row(row, cells)));
      List<Contrast> contrasts = new ArrayList<>();
      String gain = config.gain();
      if (gain != null) {
        config.controls().forEach(control -> contrasts.add(scores.contrast(gain, control)));
      }
      return new TransferFigures(
          scores.items().size(),
          1.0 / scores.labels().size(),
          figures,
          gain == null || config.oracle() == null
              ? null
              : scores.recovered(gain, config.baseline(), config.oracle()),
          gain == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "(%s - %s) / (%s - %s)",
                  gain,
                  config.baseline(),
                  config.oracle(),
                  config.baseline()),
          contrasts);
    }

    private RowFigures row(String row, List<Cell> cells) {
      Contrast againstBaseline = scores.contrast(row, config.baseline());
      return new RowFigures(
          row,
          scores.accuracy(row),
          scores.deviation(row),
          againstBaseline.difference().value(),
          againstBaseline.p(),
          mean(cells, MappingQuality::cosine),
          mean(cells, MappingQuality::recallAtOne),
          scores.confusion(row));
    }

    private static @Nullable Double mean(
        List<Cell> cells, ToDoubleFunction<MappingQuality> figure) {
      double[] values =
          cells.stream()
              .flatMap(cell -> Stream.ofNullable(cell.mapping()))
              .mapToDouble(figure)
              .toArray();
      return values.length == 0
          ? null
          : Double.valueOf(Arrays.stream(values).average().orElseThrow());
    }
  }
}
