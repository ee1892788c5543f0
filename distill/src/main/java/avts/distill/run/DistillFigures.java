package avts.distill.run;

import avts.pretrain.eval.answer.AnswerScores;
import avts.pretrain.eval.answer.Answers;
import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run.
 *
 * @param takes number of takes that were asked
 * @param chance share that guessing would get right
 * @param computedFeatures whether what is heard is computed from a waveform, and {@code cpuMillis}
 *     include it
 * @param tables one a level of noise
 */
public record DistillFigures(
    int takes, double chance, boolean computedFeatures, List<NoiseFigures> tables) {

  /** Copies the list. */
  public DistillFigures {
    tables = List.copyOf(tables);
  }

  /**
   * All rows under one level of noise.
   *
   * @param noise the level, in deviations of each feature
   * @param rows one a row, in the config's order
   * @param pairs the comparisons that the config names
   */
  public record NoiseFigures(double noise, List<RowFigures> rows, List<Contrast> pairs) {}

  /**
   * A row.
   *
   * @param name its name
   * @param accuracy share of takes right (WA), mean over seeds; the interval is over takes
   * @param unweighted mean over classes of the share right (UA)
   * @param deviation standard deviation of the accuracy over seeds
   * @param againstScratch comparison with the student from scratch of the same size
   * @param retention (student - scratch) / (teacher - scratch) as a ratio of means; null where the
   *     teacher's gain is too small to divide by, or the row is no student of a teacher in the
   *     table
   * @param parameters trained values, mean over folds
   * @param megabytes size of the weights as float32, in millions of bytes
   * @param cpuMillis milliseconds of a processor that the exported network takes for a second of
   *     sound, one thread; null for teachers
   * @param confusion takes by true class and told class, summed over seeds
   */
  public record RowFigures(
      String name,
      Interval accuracy,
      double unweighted,
      double deviation,
      Contrast againstScratch,
      @Nullable Interval retention,
      double parameters,
      double megabytes,
      @Nullable Double cpuMillis,
      Confusion confusion) {}

  /**
   * Calculates the figures of cells, of which none may be missing.
   *
   * @param costs milliseconds of a processor a second of sound, by the sizes of students
   */
  static DistillFigures of(DistillConfig config, List<Cell> cells, Map<Double, Double> costs) {
    List<NoiseFigures> tables = new ArrayList<>();
    int takes = 0;
    double chance = 0;
    for (double noise : config.protocol().noise()) {
      Map<String, List<Cell>> rows = new LinkedHashMap<>();
      cells.stream()
          .filter(cell -> cell.noise() == noise)
          .forEach(cell -> rows.computeIfAbsent(cell.row(), row -> new ArrayList<>()).add(cell));
      Calculation calculation = new Calculation(config, rows, costs);
      tables.add(calculation.figures(noise));
      takes = calculation.scores.items().size();
      chance = 1.0 / calculation.scores.labels().size();
    }
    return new DistillFigures(
        takes,
        chance,
        config.data().format().computedFeatures(config.data().options()) != null,
        tables);
  }

  private static final class Calculation {
    private static final double BYTES_OF_FLOAT = 4;

    private final DistillConfig config;
    private final Map<String, List<Cell>> cells;
    private final Map<Double, Double> costs;
    private final AnswerScores scores;

    Calculation(DistillConfig config, Map<String, List<Cell>> cells, Map<Double, Double> costs) {
      this.config = config;
      this.costs = costs;
      this.cells = cells;
      Map<String, List<Answers>> answers = new LinkedHashMap<>();
      cells.forEach((row, own) -> answers.put(row, own.stream().map(Cell::answers).toList()));
      scores = new AnswerScores(answers, config.comparison().statistics());
    }

    NoiseFigures figures(double noise) {
      return new NoiseFigures(
          noise,
          config.rows().stream().map(this::row).toList(),
          config.comparison().pairs().stream()
              .map(pair -> scores.contrast(pair.first(), pair.second()))
              .toList());
    }

    private RowFigures row(RowConfig row) {
      String name = row.name();
      double parameters =
          cells.getOrDefault(name, List.of()).stream()
              .mapToInt(Cell::parameters)
              .average()
              .orElse(0);
      Confusion confusion = scores.confusion(name);
      return new RowFigures(
          name,
          scores.accuracy(name),
          confusion.unweightedAccuracy(),
          scores.deviation(name),
          scores.contrast(name, config.scratchOf(row)),
          retention(row),
          parameters,
          BYTES_OF_FLOAT * parameters / 1e6,
          row.student() ? costs.get(row.size()) : null,
          confusion);
    }

    private @Nullable Interval retention(RowConfig row) {
      String teacher =
          config.rows().stream()
              .filter(other -> other.kind() == RowConfig.Kind.TEACHER)
              .filter(other -> other.teacher() == row.teacher())
              .map(RowConfig::name)
              .findFirst()
              .orElse(null);
      if (teacher == null || !row.student()) {
        return null;
      }
      String scratch = config.scratchOf(row);
      Interval gain = scores.contrast(teacher, scratch).difference();
      return gain.value() < config.comparison().leastGain() || gain.low() <= 0
          ? null
          : scores.recovered(row.name(), scratch, teacher);
    }
  }
}
