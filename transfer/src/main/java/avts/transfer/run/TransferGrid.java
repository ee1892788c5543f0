package avts.transfer.run;

import avts.datasets.progress.Progress;
import avts.pretrain.grid.ChildCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes all cells of a run in several processes, each with a share of the folds and seeds, so that
 * a crash costs the cell it happened in.
 *
 * @param run the run
 * @param command the command line that makes the cells of one share, without the share itself
 * @param children runs command lines
 */
public record TransferGrid(TransferRun run, List<String> command, ChildCommand children) {

  /** Copies the list. */
  public TransferGrid {
    command = List.copyOf(command);
  }

  /**
   * Makes what is missing.
   *
   * @param jobs number of processes
   * @throws IOException if a process failed; its output is in the run's folder, and what it made
   *     before is kept
   */
  public void make(int jobs) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try (Progress progress = Progress.start("transfer", "cells", run.cells())) {
      List<Future<Integer>> parts = new ArrayList<>();
      for (int part = 0; part < jobs; part++) {
        List<String> line = new ArrayList<>(command);
        line.add("--part=" + part + "/" + jobs);
        Path log = log(part);
        parts.add(pool.submit(() -> children.run(line, log)));
      }
      for (int part = 0; part < jobs; part++) {
        int code = await(parts.get(part), progress);
        if (code != 0) {
          throw new IOException(
              "a process that makes cells ended with exit code "
                  + code
                  + ", see "
                  + log(part)
                  + "; the same command goes on with what is missing");
        }
      }
      progress.advance(run.done() - progress.done());
    } finally {
      pool.shutdownNow();
    }
  }

  private Path log(int part) {
    return run.folder().resolve("part-" + (part + 1) + ".log");
  }

  private int await(Future<Integer> part, Progress progress)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return part.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        progress.advance(run.done() - progress.done());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        if (e.getCause() instanceof InterruptedException) {
          throw new InterruptedException(e.getCause().getMessage());
        }
        throw new IllegalStateException("a process could not be watched", e);
      }
    }
  }
}
