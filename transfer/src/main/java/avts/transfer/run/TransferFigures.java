package avts.transfer.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.SignFlip;
import avts.transfer.tdl.MappingQuality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
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

  /**
   * Answers by label.
   *
   * @param labels names of the labels
   * @param counts number of answers by true label and told label
   */
  public record Confusion(List<String> labels, List<List<Integer>> counts) {}

  /**
   * A comparison of two rows over the same takes.
   *
   * @param first the row that should be better
   * @param second the other
   * @param difference mean difference in accuracy, with its interval over takes
   * @param p probability of such a difference by chance
   */
  public record Contrast(String first, String second, Interval difference, double p) {}

  /** Calculates the figures of cells, of which none may be missing. */
  static TransferFigures of(TransferConfig config, List<Cell> cells) {
    Map<String, List<Cell>> rows = new LinkedHashMap<>();
    cells.forEach(cell -> rows.computeIfAbsent(cell.row(), row -> new ArrayList<>()).add(cell));
    checkArgument(!rows.isEmpty(), "there are no cells to make figures of");
    return new Calculation(config.comparison(), rows).figures();
  }

  /** The scores of all rows, take by take in one order. */
  private static final class Calculation {
    private final ComparisonConfig config;
    private final Map<String, List<Cell>> rows;
    private final List<String> takes;
    private final List<String> labels;
    private final Map<String, double[]> scores = new LinkedHashMap<>();
    private final Bootstrap bootstrap;

    Calculation(ComparisonConfig config, Map<String, List<Cell>> rows) {
      this.config = config;
      this.rows = rows;
      bootstrap = new Bootstrap(config.draws(), config.confidence());
      takes = List.copyOf(distinct(Cell::takes));
      Set<String> names = distinct(Cell::truth);
      names.addAll(distinct(Cell::told));
      labels = List.copyOf(names);
      rows.forEach((row, cells) -> scores.put(row, scores(cells)));
    }

    private Set<String> distinct(Function<Cell, List<String>> part) {
      Set<String> all = new TreeSet<>();
      rows.values().forEach(cells -> cells.forEach(cell -> all.addAll(part.apply(cell))));
      return all;
    }

    /** The share of seeds that got each take right. */
    private double[] scores(List<Cell> cells) {
      double[] right = new double[takes.size()];
      double[] asked = new double[takes.size()];
      Map<String, Integer> places = new TreeMap<>();
      for (int i = 0; i < takes.size(); i++) {
        places.put(takes.get(i), i);
      }
      for (Cell cell : cells) {
        for (int i = 0; i < cell.takes().size(); i++) {
          int place = Objects.requireNonNull(places.get(cell.takes().get(i)));
          asked[place]++;
          right[place] += cell.told().get(i).equals(cell.truth().get(i)) ? 1 : 0;
        }
      }
      for (int i = 0; i < right.length; i++) {
        right[i] /= Math.max(1, asked[i]);
      }
      return right;
    }

    private double[] of(String row) {
      return Objects.requireNonNull(scores.get(row), row);
    }

    private static RandomGenerator random() {
      return new Seeds(1).generator(Purpose.BOOTSTRAP, 0, 4);
    }

    TransferFigures figures() {
      List<RowFigures> figures = new ArrayList<>();
      rows.forEach((row, cells) -> figures.add(row(row, cells)));
      List<Contrast> contrasts = new ArrayList<>();
      String gain = config.gain();
      if (gain != null) {
        config.controls().forEach(control -> contrasts.add(contrast(gain, control)));
      }
      return new TransferFigures(
          takes.size(),
          1.0 / labels.size(),
          figures,
          headroom(),
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
      double[] own = of(row);
      SignFlip test = SignFlip.of(own, of(config.baseline()), config.flips(), random());
      return new RowFigures(
          row,
          bootstrap.interval(takes, items -> mean(own, items), random()),
          deviation(cells),
          test.difference(),
          row.equals(config.baseline()) ? 1 : test.p(),
          mean(cells, MappingQuality::cosine),
          mean(cells, MappingQuality::recallAtOne),
          confusion(cells));
    }

    private Contrast contrast(String first, String second) {
      double[] differences = of(first).clone();
      for (int i = 0; i < differences.length; i++) {
        differences[i] -= of(second)[i];
      }
      return new Contrast(
          first,
          second,
          bootstrap.interval(takes, items -> mean(differences, items), random()),
          SignFlip.of(of(first), of(second), config.flips(), random()).p());
    }

    private @Nullable Interval headroom() {
      if (config.gain() == null || config.oracle() == null) {
        return null;
      }
      double[] gain = of(config.gain());
      double[] base = of(config.baseline());
      double[] oracle = of(config.oracle());
      boolean[] undefined = new boolean[1];
      Interval interval =
          bootstrap.interval(
              takes,
              items -> {
                double room = mean(oracle, items) - mean(base, items);
                undefined[0] |= room <= 0;
                return room <= 0 ? 0 : (mean(gain, items) - mean(base, items)) / room;
              },
              random());
      return undefined[0] ? null : interval;
    }

    private static double mean(double[] values, int[] items) {
      double sum = 0;
      for (int item : items) {
        sum += values[item];
      }
      return sum / items.length;
    }

    private static double deviation(List<Cell> cells) {
      Map<Long, double[]> seeds = new TreeMap<>();
      for (Cell cell : cells) {
        double[] count = seeds.computeIfAbsent(cell.seed(), seed -> new double[2]);
        for (int i = 0; i < cell.takes().size(); i++) {
          count[0] += cell.told().get(i).equals(cell.truth().get(i)) ? 1 : 0;
          count[1]++;
        }
      }
      double[] shares = seeds.values().stream().mapToDouble(count -> count[0] / count[1]).toArray();
      double mean = Arrays.stream(shares).average().orElseThrow();
      double squares = Arrays.stream(shares).map(share -> (share - mean) * (share - mean)).sum();
      return shares.length < 2 ? 0 : Math.sqrt(squares / (shares.length - 1));
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

    private Confusion confusion(List<Cell> cells) {
      int[][] counts = new int[labels.size()][labels.size()];
      for (Cell cell : cells) {
        for (int i = 0; i < cell.takes().size(); i++) {
          counts[labels.indexOf(cell.truth().get(i))][labels.indexOf(cell.told().get(i))]++;
        }
      }
      return new Confusion(
          labels, Stream.of(counts).map(row -> Arrays.stream(row).boxed().toList()).toList());
    }
  }
}
