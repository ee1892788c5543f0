package avts.bench;

import avts.bench.measure.Median;
import avts.datasets.random.Seeds;
import avts.pretrain.engine.Backend;
import avts.pretrain.eval.Measurement;
import avts.transfer.mapping.KnnConfig;
import avts.transfer.mapping.KnnMapping;
import avts.transfer.mapping.Matrix;
import avts.transfer.mapping.NccaConfig;
import avts.transfer.mapping.NccaMapping;
import avts.transfer.mapping.ParallelRows;
import avts.transfer.mapping.RidgeConfig;
import avts.transfer.mapping.RidgeMapping;
import avts.transfer.mapping.SvrConfig;
import avts.transfer.mapping.SvrMapping;
import com.google.common.base.Strings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code avts bench mapping}: the mappings between hidden spaces at full size. */
@Command(
    name = "mapping",
    mixinStandardHelpOptions = true,
    description = {
      "Measures mappings on normal random rows: nearest neighbours among many rows beside a plain"
          + " loop over all distances, CCA and ridge regression of wide rows, support vector"
          + " regression of one hidden layer. Seconds to fit and map, on the wall and of all cores"
          + " together (which other load changes less), medians of rounds after one to warm up."
    })
final class MappingBench implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int LOOP_QUERIES = 20;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Rows among which neighbours are sought (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Rows whose neighbours are sought (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Rows that CCA and ridge are fitted to (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "512",
      description = "Columns of every row (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--svr-rows",
      paramLabel = "N",
      defaultValue = "500",
      description = "Rows of support vector regression (default: ${DEFAULT-VALUE}).")
  private int svrRows;

  @Option(
      names = "--svr-units",
      paramLabel = "N",
      defaultValue = "128",
      description = "Target columns of support vector regression (default: ${DEFAULT-VALUE}).")
  private int svrUnits;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds of each, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Spec private CommandSpec command;

  /**
   * Medians of one measurement.
   *
   * @param seconds on the wall
   * @param cpuSeconds of all cores together
   */
  record Time(double seconds, double cpuSeconds) {}

  /**
   * All that was measured.
   *
   * @param neighboursEuclidean nearest neighbours by Euclidean distance
   * @param neighboursCosine nearest neighbours by cosine
   * @param plainLoop the same neighbours by a loop in single precision over all distances, scaled
   *     up from 20 of the queries
   * @param cpuRatio Euclidean neighbours over the plain loop
   * @param ccaRegression canonical directions and the way back by regression
   * @param ccaBackProjection canonical directions and the way back by back-projection
   * @param ridge ridge regression
   * @param svr support vector regression, RBF kernel
   * @param threads threads of OpenMP and of support vector regression
   */
  record Figures(
      Time neighboursEuclidean,
      Time neighboursCosine,
      Time plainLoop,
      double cpuRatio,
      Time ccaRegression,
      Time ccaBackProjection,
      Time ridge,
      Time svr,
      int threads) {}

  @Override
  public Integer call() throws IOException {
    checkSizes();
    int threads = Backend.load().threads();
    RandomGenerator random = new Seeds(SEED).generator(Seeds.Purpose.EVALUATION, 0, 0);
    Matrix source = normal(rows, width, random);
    Matrix asked = normal(queries, width, random);
    ParallelRows many = ParallelRows.of(source, source);
    print(
        "neighbours among %d rows of %d, %d queries, k 5, %d threads",
        rows, width, queries, threads);
    Time euclidean = show("euclidean", neighbours(many, asked, KnnConfig.Metric.EUCLIDEAN));
    Time cosine = show("cosine", neighbours(many, asked, KnnConfig.Metric.COSINE));
    Time part = median(() -> plainLoop(source, asked));
    double scale = (double) queries / LOOP_QUERIES;
    Time loop = show("plain loop", new Time(part.seconds() * scale, part.cpuSeconds() * scale));
    ParallelRows pairs =
        ParallelRows.of(source.select(first(samples)), normal(samples, width, random));
    print("%d samples, %d x %d", samples, width, width);
    Time regression = show("cca, regression", cca(pairs, NccaConfig.Back.REGRESSION));
    Time projection = show("cca, back-projection", cca(pairs, NccaConfig.Back.BACK_PROJECTION));
    Time ridge =
        show(
            "ridge", median(() -> RidgeMapping.fit(pairs, new RidgeConfig(1)).map(pairs.source())));
    ParallelRows few =
        ParallelRows.of(source.select(first(svrRows)), normal(svrRows, svrUnits, random));
    SvrConfig machine = new SvrConfig(SvrConfig.Kernel.RBF, 1, 0.1, 1);
    print("%d rows, %d x %d", svrRows, width, svrUnits);
    Time svr =
        show("svr, rbf", median(() -> SvrMapping.fit(few, machine, threads).map(few.source())));
    if (json != null) {
      Figures figures =
          new Figures(
              euclidean,
              cosine,
              loop,
              euclidean.cpuSeconds() / loop.cpuSeconds(),
              regression,
              projection,
              ridge,
              svr,
              threads);
      new Measurement<>("bench mapping", "medians of " + rounds + " rounds", SEED, "", "", figures)
          .write(json.toAbsolutePath());
    }
    return 0;
  }

  private void checkSizes() {
    if (queries < LOOP_QUERIES || Math.max(samples, svrRows) > rows || rounds < 1) {
      throw new ParameterException(
          command.commandLine(),
          Strings.lenientFormat(
              "--queries must be %s or more, --samples and --svr-rows at most --rows, --rounds 1 or"
                  + " more",
              LOOP_QUERIES));
    }
  }

  private Time show(String name, Time time) {
    print("  %-20s %7.2f s  %7.2f s of CPU", name, time.seconds(), time.cpuSeconds());
    return time;
  }

  private static Matrix normal(int rows, int columns, RandomGenerator random) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Matrix(values, rows, columns);
  }

  private static int[] first(int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  private Time neighbours(ParallelRows known, Matrix asked, KnnConfig.Metric metric) {
    KnnConfig config =
        new KnnConfig(5, metric, KnnConfig.Weighting.INVERSE_DISTANCE, 1, 0.1, false);
    return median(() -> KnnMapping.fit(known, config).map(asked));
  }

  private Time cca(ParallelRows pairs, NccaConfig.Back back) {
    KnnConfig neighbours =
        new KnnConfig(5, KnnConfig.Metric.COSINE, KnnConfig.Weighting.UNIFORM, 1, 0.1, false);
    NccaConfig config = new NccaConfig(0.1, 64, 4, back, neighbours);
    return median(() -> NccaMapping.fit(pairs, config).map(pairs.source()));
  }

  /** What anyone writes first: every distance, the smallest kept. */
  private static Matrix plainLoop(Matrix source, Matrix asked) {
    int width = source.columns();
    float[] nearest = new float[LOOP_QUERIES];
    for (int query = 0; query < LOOP_QUERIES; query++) {
      float smallest = Float.POSITIVE_INFINITY;
      for (int row = 0; row < source.rows(); row++) {
        float square = 0;
        for (int i = 0; i < width; i++) {
          float difference = asked.values()[query * width + i] - source.values()[row * width + i];
          square += difference * difference;
        }
        smallest = Math.min(smallest, square);
      }
      nearest[query] = smallest;
    }
    return new Matrix(nearest, LOOP_QUERIES, 1);
  }

  private Time median(Supplier<Matrix> work) {
    double[] seconds = new double[rounds];
    double[] cpuSeconds = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      long begin = System.nanoTime();
      long cpuBegin = cpuNanos();
      Matrix result = work.get();
      if (Float.isNaN(result.values()[0])) {
        throw new IllegalStateException("a mapping gave no number");
      }
      if (round >= 0) {
        seconds[round] = (System.nanoTime() - begin) / 1e9;
        cpuSeconds[round] = (cpuNanos() - cpuBegin) / 1e9;
      }
    }
    return new Time(Median.of(DoubleStream.of(seconds)), Median.of(DoubleStream.of(cpuSeconds)));
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private void print(String format, Object... values) {
    command.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
    command.commandLine().getOut().flush();
  }
}
