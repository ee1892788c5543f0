package avts.pretrain.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes all cells of a table in several processes, each with a share of the work, so that a crash
 * costs the cell it happened in.
 *
 * @param table the table
 * @param command the command line that makes the cells of one share, without the share itself
 * @param children runs command lines
 */
public record CellProcesses(CellTable table, List<String> command, ChildCommand children) {
  /** A file of a cell, and what is written while it is made, may take as many bytes. */
  private static final long LITTLE = 65_536;

  /** As much of the end of a log holds a process's last words. */
  private static final int MOST_WORDS = 2000;

  /** A table whose cells are files. */
  public interface CellTable {

    /** Returns the folder that the table's files are in. */
    Path folder();

    /** Returns the number of cells. */
    int cells();

    /** Returns the number of cells that are there. */
    int done();
  }

  /**
   * The work of one of several processes.
   *
   * @param part number of the process, from 0
   * @param parts number of processes
   */
  public record Share(int part, int parts) {
    private static final Pattern TEXT = Pattern.compile("(\\d+)/(\\d+)");

    /**
     * Reads what {@link #text()} gave.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Share parse(String text) {
      Matcher share = TEXT.matcher(text);
      if (!share.matches()) {
        throw new IllegalArgumentException("a share must be like 0/2, got " + text);
      }
      return new Share(Integer.parseInt(share.group(1)), Integer.parseInt(share.group(2)));
    }

    /** Returns the share as a command line has it. */
    public String text() {
      return part + "/" + parts;
    }

    /** Returns whether a piece of work, numbered from 0, falls to this process. */
    public boolean has(int number) {
      return number % parts == part;
    }
  }

  /** Copies the list. */
  public CellProcesses {
    command = List.copyOf(command);
  }

  /**
   * Makes what is missing.
   *
   * @param name what the progress is called
   * @param jobs number of processes
   * @throws IOException if a process failed; its output is in the table's folder, and what it made
   *     before is kept
   */
  public void make(String name, int jobs) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try (Progress progress = Progress.start(name, "cells", table.cells())) {
      List<Future<Integer>> parts = new ArrayList<>();
      for (int part = 0; part < jobs; part++) {
        List<String> line = new ArrayList<>(command);
        line.add("--part=" + new Share(part, jobs).text());
        Path log = log(part);
        parts.add(pool.submit(() -> children.run(line, log)));
      }
      for (int part = 0; part < jobs; part++) {
        int code = await(parts.get(part), progress);
        if (code != 0) {
          throw new IOException(
              "a process that makes cells ended with exit code "
                  + code
                  + said(log(part))
                  + "; the same command goes on with what is missing");
        }
      }
      progress.advance(table.done() - progress.done());
    } finally {
      pool.shutdownNow();
    }
  }

  /** A full disk takes the process's last words too. */
  private static String said(Path log) throws IOException {
    long free = Files.getFileStore(log.toAbsolutePath().getParent()).getUsableSpace();
    if (free < LITTLE) {
      return ", and its disk is full (" + free + " bytes are left beside " + log + "): make room";
    }
    String words = Files.exists(log) ? lastLine(new String(Files.readAllBytes(log), UTF_8)) : "";
    return words.isEmpty() ? ", see " + log : " and said \"" + words + "\" (see " + log + ")";
  }

  private static String lastLine(String text) {
    String last = text.strip();
    last = last.substring(Math.max(0, last.length() - MOST_WORDS));
    return last.substring(last.lastIndexOf('\n') + 1);
  }

  private Path log(int part) {
    return table.folder().resolve("part-" + (part + 1) + ".log");
  }

  private int await(Future<Integer> part, Progress progress)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return part.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        progress.advance(table.done() - progress.done());
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
