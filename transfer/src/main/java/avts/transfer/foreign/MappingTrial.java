package avts.transfer.foreign;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.run.DataRefusedException;
import avts.transfer.mapping.GroupFolds;
import avts.transfer.mapping.Mapping;
import avts.transfer.mapping.MappingChoice;
import avts.transfer.mapping.MappingConfig;
import avts.transfer.mapping.MappingFitter;
import avts.transfer.mapping.MappingScore;
import avts.transfer.mapping.MappingScores;
import avts.transfer.mapping.Matrix;
import avts.transfer.mapping.ParallelRows;
import avts.transfer.mapping.SourceRows;
import com.google.common.base.Strings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fits a mapping to rows of two networks and scores it on rows that it has not seen: those of other
 * files, or each fold in turn. Settings are chosen on the fitted rows alone.
 */
public final class MappingTrial {

  /** Fitted target rows about a mapped one whose labels are compared. */
  private static final int LABELLED_NEIGHBOURS = 5;

  private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95);

  /** Folds of the search are dealt at epoch 0. */
  private static final int OUTER = 1;

  private final Request request;

  /** Creates a trial. */
  public MappingTrial(Request request) {
    this.request = request;
  }

  /**
   * What is tried.
   *
   * @param parallel samples of which both rows are known
   * @param test samples that are mapped and, where their target rows are known, scored; null to
   *     split the parallel ones into folds
   * @param folds number of folds, 2 or more; without meaning where there is a test
   * @param config the mapping
   * @param seed seed of folds, of the search and of intervals
   * @param threads threads of support vector regression
   */
  public record Request(
      ForeignFiles parallel,
      @Nullable ForeignFiles test,
      int folds,
      MappingConfig config,
      long seed,
      int threads) {}

  /**
   * What came out.
   *
   * @param mapped a row of the target's space for each test sample, or for each parallel sample by
   *     the mapping of the fold that it was left out of
   * @param protocol how rows were kept apart
   * @param figures scores; null where no true rows are known
   */
  public record Outcome(Matrix mapped, String protocol, @Nullable MappingFigures figures) {}

  /**
   * Reads, fits, maps and scores.
   *
   * @throws DataRefusedException if the files do not fit each other
   * @throws IllegalArgumentException if the mapping cannot be fitted to such rows
   */
  public Outcome run() throws IOException {
    Path targetFile = Objects.requireNonNull(request.parallel.target(), "parallel target");
    ForeignSet parallel = ForeignSet.read(request.parallel);
    Matrix target = Objects.requireNonNull(parallel.target(), "read with its file");
    ForeignFiles testFiles = request.test;
    ForeignSet test = testFiles == null ? null : ForeignSet.read(testFiles);
    Map<String, Integer> numbers = numbers(parallel.labels(), test == null ? null : test.labels());
    ParallelRows rows = parallel.parallel(target, numbers);
    if (test == null || testFiles == null) {
      return folds(rows, parallel.groups());
    }
    checkColumns(request.parallel.source(), rows.source(), testFiles.source(), test.source());
    MappingFitter fitter = new MappingFitter(request.config, request.threads);
    MappingChoice choice = fitter.choose(rows, request.seed);
    Matrix mapped = fitter.fit(rows, choice).map(test.asked(numbers));
    String protocol = "other files";
    Matrix truth = test.target();
    Path truthFile = testFiles.target();
    if (truth == null || truthFile == null) {
      return new Outcome(mapped, protocol, null);
    }
    checkColumns(targetFile, target, truthFile, truth);
    MappingScores scores =
        MappingScores.of(rows, test.parallel(truth, numbers), mapped, LABELLED_NEIGHBOURS);
    return new Outcome(
        mapped, protocol, figures(rows, scores, test.groups(), List.of(fit(rows, choice))));
  }

  private static Map<String, Integer> numbers(
      @Nullable List<String> labels, @Nullable List<String> more) {
    Map<String, Integer> numbers = new HashMap<>();
    Stream.of(labels, more)
        .flatMap(Stream::ofNullable)
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .forEach(label -> numbers.put(label, numbers.size()));
    return numbers;
  }

  private static void checkColumns(Path file, Matrix rows, Path otherFile, Matrix other)
      throws DataRefusedException {
    if (rows.columns() != other.columns()) {
      throw new DataRefusedException(
          Strings.lenientFormat(
              "%s has rows of %s numbers, but %s of %s; both must come from the same layer",
              file, rows.columns(), otherFile, other.columns()));
    }
  }

  private Outcome folds(ParallelRows rows, @Nullable List<String> groups) {
    GroupFolds folds =
        GroupFolds.deal(
            rows.groups(),
            rows.rows(),
            request.folds,
            new Seeds(request.seed).generator(Purpose.SPLIT, OUTER, 0));
    MappingFitter fitter = new MappingFitter(request.config, request.threads);
    Matrix all =
        new Matrix(new float[rows.target().values().length], rows.rows(), rows.target().columns());
    List<MappingFigures.Fit> fits = new ArrayList<>();
    List<MappingScores> scores = new ArrayList<>();
    List<String> scoredGroups = new ArrayList<>();
    for (int fold = 0; fold < folds.count(); fold++) {
      int[] inside = folds.inside(fold);
      ParallelRows fitted = rows.select(folds.outside(fold));
      ParallelRows held = rows.select(inside);
      MappingChoice choice = fitter.choose(fitted, request.seed);
      Mapping mapping = fitter.fit(fitted, choice);
      Matrix mapped = mapping.map(new SourceRows(held.source(), held.labels(), null));
      scores.add(MappingScores.of(fitted, held, mapped, LABELLED_NEIGHBOURS));
      fits.add(fit(fitted, choice));
      for (int i = 0; i < inside.length; i++) {
        int width = all.columns();
        System.arraycopy(mapped.values(), i * width, all.values(), inside[i] * width, width);
        scoredGroups.add(groups == null ? Integer.toString(inside[i]) : groups.get(inside[i]));
      }
    }
    return new Outcome(
        all,
        folds.count() + " folds" + (groups == null ? "" : " by group"),
        figures(rows, MappingScores.join(scores), scoredGroups, fits));
  }

  private static MappingFigures.Fit fit(ParallelRows rows, MappingChoice choice) {
    return new MappingFigures.Fit(rows.rows(), choice.config().describe(), choice.tried().size());
  }

  private MappingFigures figures(
      ParallelRows rows,
      MappingScores scores,
      @Nullable List<String> groups,
      List<MappingFigures.Fit> fits) {
    List<String> units =
        groups == null
            ? IntStream.range(0, scores.rows()).mapToObj(Integer::toString).toList()
            : groups;
    MappingScore score = scores.score();
    MappingScore.Labels labels = score.labels();
    return new MappingFigures(
        request.config.kind().name().toLowerCase(Locale.ROOT),
        scores.rows(),
        (int) units.stream().distinct().count(),
        rows.source().columns(),
        rows.target().columns(),
        interval(units, scores, MappingScore::cosine),
        interval(units, scores, MappingScore::centredCosine),
        interval(units, scores, MappingScore::recall),
        score.recallChance(),
        interval(units, scores, MappingScore::relativeError),
        labels == null
            ? null
            : new MappingFigures.Labels(
                Math.min(LABELLED_NEIGHBOURS, rows.rows()),
                interval(units, scores, MappingTrial::mappedLabels),
                labels.truth(),
                labels.chance()),
        fits);
  }

  private static double mappedLabels(MappingScore score) {
    MappingScore.Labels labels = score.labels();
    return labels == null ? Double.NaN : labels.mapped();
  }

  private Interval interval(
      List<String> groups, MappingScores scores, ToDoubleFunction<MappingScore> figure) {
    return BOOTSTRAP.interval(
        groups,
        items -> figure.applyAsDouble(scores.score(items)),
        new Seeds(request.seed).generator(Purpose.BOOTSTRAP, 0, 0));
  }
}
