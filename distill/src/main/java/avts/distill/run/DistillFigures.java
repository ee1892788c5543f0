package avts.distill.run;

import avts.distill.protocol.VerificationConfig;
import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.answer.ItemScores.Statistics;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run.
 *
 * @param measure what rows are measured by
 * @param asked number of takes, or of trials, that each seed was asked
 * @param chance what guessing would get
 * @param computedFeatures whether what is heard is computed from a waveform, and {@code cpuMillis}
 *     include it
 * @param tables one a level of noise
 */
public record DistillFigures(
    Measure measure,
    int asked,
    double chance,
    boolean computedFeatures,
    List<NoiseFigures> tables) {

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
   * @param value share of takes right (WA), mean over seeds, with its interval over takes; or equal
   *     error rate, mean over folds and seeds, with its interval over folds
   * @param second mean over classes of the share right (UA); or least detection cost (minDCF), mean
   *     over folds and seeds
   * @param deviation standard deviation of the value over seeds
   * @param againstScratch comparison with the student from scratch of the same size: what is
   *     gained, be it accuracy or error rate lowered
   * @param retention (student - scratch) / (teacher - scratch) as a ratio of means; null where the
   *     teacher's gain is too small to divide by, or the row is no student of a teacher in the
   *     table
   * @param parameters trained values, mean over folds
   * @param megabytes size of the weights as float32, in millions of bytes
   * @param cpuMillis milliseconds of a processor that the exported network takes for a second of
   *     sound, one thread; null for teachers
   * @param confusion takes by true class and told class, summed over seeds; null where no classes
   *     are told
   */
  public record RowFigures(
      String name,
      Interval value,
      double second,
      double deviation,
      Contrast againstScratch,
      @Nullable Interval retention,
      double parameters,
      double megabytes,
      @Nullable Double cpuMillis,
      @Nullable Confusion confusion) {}

  /**
   * Calculates the figures of cells, of which none may be missing.
   *
   * @param costs milliseconds of a processor a second of sound, by the sizes of students
   */
  static DistillFigures of(DistillConfig config, List<Cell> cells, Map<Double, Double> costs) {
    List<NoiseFigures> tables = new ArrayList<>();
    int asked = 0;
    double chance = 0;
    for (double noise : config.protocol().noise()) {
      Map<String, List<Cell>> rows = new LinkedHashMap<>();
      cells.stream()
          .filter(cell -> cell.noise() == noise)
          .forEach(cell -> rows.computeIfAbsent(cell.row(), row -> new ArrayList<>()).add(cell));
      Calculation calculation = new Calculation(config, rows, costs);
      tables.add(calculation.figures(noise));
      asked = calculation.worth.asked();
      chance = calculation.worth.chance();
    }
    return new DistillFigures(
        config.protocol().verification() == null ? Measure.ACCURACY : Measure.EQUAL_ERROR_RATE,
        asked,
        chance,
        config.data().format().computedFeatures(config.data().options()) != null,
        tables);
  }

  private static final class Calculation {
    private static final double BYTES_OF_FLOAT = 4;

    private final DistillConfig config;
    private final Map<String, List<Cell>> cells;
    private final Map<Double, Double> costs;
    private final Worth worth;

    Calculation(DistillConfig config, Map<String, List<Cell>> cells, Map<Double, Double> costs) {
      this.config = config;
      this.costs = costs;
      this.cells = cells;
      VerificationConfig verification = config.protocol().verification();
      Statistics statistics = config.comparison().statistics();
      worth =
          verification == null
              ? new AnswerWorth(cells, statistics)
              : new TrialWorth(cells, verification.cost(), statistics);
    }

    NoiseFigures figures(double noise) {
      return new NoiseFigures(
          noise,
          config.rows().stream().map(this::row).toList(),
          config.comparison().pairs().stream()
              .map(pair -> worth.contrast(pair.first(), pair.second()))
              .toList());
    }

    private RowFigures row(RowConfig row) {
      String name = row.name();
      double parameters =
          cells.getOrDefault(name, List.of()).stream()
              .mapToInt(Cell::parameters)
              .average()
              .orElse(0);
      return new RowFigures(
          name,
          worth.value(name),
          worth.second(name),
          worth.deviation(name),
          worth.contrast(name, config.scratchOf(row)),
          retention(row),
          parameters,
          BYTES_OF_FLOAT * parameters / 1e6,
          row.student() ? costs.get(row.size()) : null,
          worth.confusion(name));
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
      Interval gain = worth.contrast(teacher, scratch).difference();
      return gain.value() < config.comparison().leastGain() || gain.low() <= 0
          ? null
          : worth.recovered(row.name(), scratch, teacher);
    }
  }
}
