package avts.transfer.run;

import avts.pretrain.eval.answer.AnswerScores;
import avts.pretrain.eval.answer.Answers;
import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.answer.ItemScores;
import avts.pretrain.eval.metric.Interval;
import avts.transfer.tdl.MappingQuality;
import avts.transfer.tdl.Row;
import avts.transfer.tdl.RowConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * @param controls the endpoint's gain against each of its controls, then every other row of mapped
 *     sound against real-only and same-label mix at its layer and mix, where these are there
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
    return new Calculation(config, rows).figures();
  }

  /** The figures of all rows. */
  private static final class Calculation {
    private final ComparisonConfig config;
    private final List<Row> made;
    private final Map<String, List<Cell>> rows;
    private final AnswerScores scores;

    Calculation(TransferConfig whole, Map<String, List<Cell>> rows) {
      config = whole.comparison();
      made = whole.allRows();
      this.rows = rows;
      Map<String, List<Answers>> answers = new LinkedHashMap<>();
      rows.forEach((row, cells) -> answers.put(row, cells.stream().map(Cell::answers).toList()));
      scores =
          new AnswerScores(
              answers,
              new ItemScores.Statistics(config.flips(), config.draws(), config.confidence()));
    }

    TransferFigures figures() {
      List<RowFigures> figures = new ArrayList<>();
      rows.forEach((row, cells) -> figures.add(row(row, cells)));
      String gain = config.gain();
      Set<Pair> pairs = new LinkedHashSet<>();
      if (gain != null) {
        config.controls().forEach(control -> pairs.add(new Pair(gain, control)));
      }
      for (Row row : made) {
        if (row.kind().mapped() && rows.containsKey(row.name())) {
          controlsOf(row).forEach(control -> pairs.add(new Pair(row.name(), control.name())));
        }
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
          pairs.stream().map(pair -> scores.contrast(pair.first, pair.second)).toList());
    }

    private record Pair(String first, String second) {}

    private List<Row> controlsOf(Row row) {
      return Stream.of(RowConfig.Kind.REAL_ONLY, RowConfig.Kind.SAME_LABEL)
          .map(kind -> new Row(kind, row.layer(), row.mix()))
          .filter(made::contains)
          .toList();
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
