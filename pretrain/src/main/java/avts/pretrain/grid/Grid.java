package avts.pretrain.grid;

import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.eval.EvaluationConfig;
import avts.pretrain.eval.SeedSpread;
import avts.pretrain.grid.CellRunner.CellException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * {@code avts grid}: trains every row of a table with every seed and measures all on the same held
 * out pairs.
 *
 * <p>Where a row has alternatives, each is trained with the first seed, and the one with the best
 * validation score is used; test files play no part in that. What is done is kept: the same call
 * again goes on where the last one ended.
 */
public final class Grid {
  private final GridConfig config;
  private final Request request;
  private final CellRunner runner;
  private final List<String> failures = new ArrayList<>();

  /**
   * What is asked for.
   *
   * @param file file of the grid
   * @param manifest files to train and measure on
   * @param folder folder of the grid's runs
   * @param jobs trainings at a time
   * @param tell takes sentences for the user
   */
  public record Request(Path file, Path manifest, Path folder, int jobs, Consumer<String> tell) {}

  /** Reads nothing yet; {@code commands} is closed by the caller. */
  public Grid(ResolvedConfig<GridConfig> config, Request request, ChildCommand commands) {
    this.config = config.value();
    this.request = request;
    Path experiment = request.file().resolveSibling(this.config.config());
    runner = new CellRunner(experiment, request.manifest(), request.folder(), commands);
  }

  /**
   * Trains and measures what is not done yet.
   *
   * @throws IOException if a folder holds other runs, or nothing can be written
   */
  public GridFigures run() throws IOException, InterruptedException {
    for (GridConfig.Row row : config.rows()) {
      for (int alternative = 0; alternative < row.alternatives(); alternative++) {
        for (long seed : config.seeds()) {
          runner.check(new GridCell(row, alternative, seed));
        }
      }
    }
    try (Progress progress = Progress.start("grid", "trainings", config.trainings())) {
      Map<GridConfig.Row, Choice> choices = choose(progress);
      return figures(choices, measure(choices, progress));
    }
  }

  private Map<GridConfig.Row, Choice> choose(Progress progress)
      throws IOException, InterruptedException {
    List<GridCell> cells = new ArrayList<>();
    for (GridConfig.Row row : config.rows()) {
      for (int alternative = 0; alternative < row.alternatives(); alternative++) {
        cells.add(new GridCell(row, alternative, config.seeds().get(0)));
      }
    }
    Map<GridCell, CellRunner.Trained> trained =
        all(
            cells,
            cell -> {
              CellRunner.Trained result = runner.train(cell);
              progress.step();
              return result;
            });
    Map<GridConfig.Row, Choice> choices = new LinkedHashMap<>();
    for (GridConfig.Row row : config.rows()) {
      List<Double> scores =
          cells.stream()
              .filter(cell -> cell.row().equals(row))
              .map(cell -> Optional.ofNullable(trained.get(cell)))
              .map(result -> result.map(CellRunner.Trained::validationScore).orElse(Double.NaN))
              .toList();
      choices.put(row, Choice.of(row, scores));
    }
    return choices;
  }

  /** Seed by seed, so that a grid that is ended early has whole columns. */
  private Map<GridCell, SeedSpread.Run> measure(
      Map<GridConfig.Row, Choice> choices, Progress progress)
      throws IOException, InterruptedException {
    List<GridCell> cells = new ArrayList<>();
    for (long seed : config.seeds()) {
      choices.forEach(
          (row, choice) -> {
            if (choice.found()) {
              cells.add(new GridCell(row, choice.alternative(), seed));
            }
          });
    }
    return all(
        cells,
        cell -> {
          SeedSpread.Run result = runner.measure(cell);
          if (cell.seed() != config.seeds().get(0)) {
            progress.step();
          }
          return result;
        });
  }

  /** What is done with one cell. */
  private interface Work<T> {
    T of(GridCell cell) throws IOException, InterruptedException;
  }

  /** Works on all cells, several at a time; those that fail are told, noted and absent. */
  private <T> Map<GridCell, T> all(List<GridCell> cells, Work<T> work)
      throws IOException, InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            request.jobs(),
            task -> {
              Thread thread = new Thread(task, "avts-grid");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<GridCell, Future<T>> started = new LinkedHashMap<>();
      cells.forEach(cell -> started.put(cell, pool.submit(() -> work.of(cell))));
      Map<GridCell, T> results = new LinkedHashMap<>();
      for (Map.Entry<GridCell, Future<T>> entry : started.entrySet()) {
        try {
          results.put(entry.getKey(), entry.getValue().get());
        } catch (ExecutionException e) {
          note(e);
        }
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  /** A cell that failed costs that cell; anything else, such as a full disk, ends the grid. */
  private void note(ExecutionException failure) throws IOException, InterruptedException {
    Throwable cause = failure.getCause();
    if (cause instanceof CellException) {
      String sentence = String.valueOf(cause.getMessage());
      failures.add(sentence);
      request.tell().accept(sentence);
    } else if (cause instanceof IOException io) {
      throw io;
    } else if (cause instanceof InterruptedException) {
      throw new InterruptedException(cause.getMessage());
    } else {
      throw new IllegalStateException("a cell of the grid failed", cause);
    }
  }

  private GridFigures figures(
      Map<GridConfig.Row, Choice> choices, Map<GridCell, SeedSpread.Run> runs) {
    List<GridFigures.Row> rows = new ArrayList<>();
    choices.forEach(
        (row, choice) -> {
          List<SeedSpread.Run> ofRow =
              config.seeds().stream()
                  .map(seed -> new GridCell(row, choice.alternative(), seed))
                  .flatMap(cell -> Optional.ofNullable(runs.get(cell)).stream())
                  .toList();
          if (!ofRow.isEmpty()) {
            GridCell first = new GridCell(row, choice.alternative(), config.seeds().get(0));
            rows.add(new GridFigures.Row(row.name(), choice, spread(first, ofRow)));
          }
        });
    return new GridFigures(rows, config.trainings(), failures);
  }

  /** Intervals as the row's own settings ask for, overrides included. */
  private SeedSpread spread(GridCell first, List<SeedSpread.Run> runs) {
    EvaluationConfig evaluation = runner.experiment(first).value().evaluation();
    return SeedSpread.of(
        runs,
        evaluation.bootstrap(),
        new Seeds(first.seed()).generator(Seeds.Purpose.BOOTSTRAP, 0, 3));
  }
}
