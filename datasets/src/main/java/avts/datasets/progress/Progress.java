package avts.datasets.progress;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a piece of long work has come, on the standard error stream: a bar with rate and time
 * left on a terminal, else a plain line whenever 10 seconds or 10 % have passed.
 *
 * <p>May be used by several threads at once.
 */
public final class Progress implements AutoCloseable {

  /** How progress is shown. */
  public enum Mode {
    /** A bar that is redrawn in place. */
    BAR,
    /** Now and then a line. */
    LINES,
    /** Nothing at all. */
    QUIET;

    /**
     * Returns the mode for this process: the system property {@code avts.progress} (bar, lines or
     * quiet) where the launcher has set it, else a bar where the error stream is known to be a
     * terminal.
     */
    public static Mode ofProcess() {
      String asked = System.getProperty("avts.progress", "");
      if (!asked.isEmpty()) {
        for (Mode mode : values()) {
          if (mode.name().toLowerCase(Locale.ROOT).equals(asked)) {
            return mode;
          }
        }
        throw new IllegalArgumentException(
            "avts.progress must be bar, lines or quiet, got \"" + asked + "\"");
      }
      return isTerminal() && !"dumb".equals(System.getenv("TERM")) ? BAR : LINES;
    }

    /** Java 17 cannot ask; Linux tells through the link of file descriptor 2. */
    private static boolean isTerminal() {
      try {
        String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
      } catch (IOException | UnsupportedOperationException e) {
        return false;
      }
    }
  }

  private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int DEFAULT_COLUMNS = 100;

  private final String task;
  private final String unit;
  private final long total;
  private final @Nullable ProgressBar bar;
  private final @Nullable PrintStream lines;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private long done;
  private long linesAtDone;
  private long linesAtNanos;
  private String note = "";

  private Progress(Work work, @Nullable ProgressBar bar, @Nullable PrintStream lines) {
    this.task = work.task;
    this.unit = work.unit;
    this.total = work.total;
    this.bar = bar;
    this.lines = lines;
    this.nanoClock = work.nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.linesAtNanos = startNanos;
  }

  private record Work(String task, String unit, long total, LongSupplier nanoClock) {}

  /**
   * Begins to show work of {@code total} units in the mode of this process.
   *
   * @param task what is being done, a word or two: {@code "index"}
   * @param unit what is counted, in the plural: {@code "files"}
   * @param total how many there are, at least 0
   */
  @MustBeClosed
  public static Progress start(String task, String unit, long total) {
    return start(task, unit, total, Mode.ofProcess());
  }

  /** Begins to show work of {@code total} units in {@code mode}. */
  @MustBeClosed
  public static Progress start(String task, String unit, long total, Mode mode) {
    checkArgument(total >= 0, "total must not be negative, got %s", total);
    Work work = new Work(task, unit, total, System::nanoTime);
    return switch (mode) {
      case QUIET -> new Progress(work, null, null);
      case LINES -> new Progress(work, null, standardError());
      case BAR -> new Progress(work, newBar(work), null);
    };
  }

  /** Begins to write lines to {@code out}, timed by {@code nanoClock}. */
  @MustBeClosed
  static Progress lines(
      String task, String unit, long total, PrintStream out, LongSupplier nanoClock) {
    return new Progress(new Work(task, unit, total, nanoClock), null, out);
  }

  private static PrintStream standardError() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
  }

  private static ProgressBar newBar(Work work) {
    return new ProgressBarBuilder()
        .setTaskName(work.task)
        .setInitialMax(work.total)
        .setUnit(" " + work.unit, 1)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(250)
        .setConsumer(new ConsoleProgressBarConsumer(standardError(), columns()))
        .build();
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : DEFAULT_COLUMNS;
  }

  /** Counts one more unit as done. */
  public void step() {
    advance(1);
  }

  /** Counts {@code units} more as done. */
  public synchronized void advance(long units) {
    checkArgument(units >= 0, "units must not be negative, got %s", units);
    done += units;
    if (bar != null) {
      bar.stepBy(units);
    }
    if (lines != null) {
      boolean tenth = total > 0 && done * 10 / total > linesAtDone * 10 / total;
      long now = nanoClock.getAsLong();
      if (tenth || now - linesAtNanos >= LINE_NANOS) {
        writeLine(lines, now);
      }
    }
  }

  /** Shows {@code text} beside the figures from now on; empty for nothing. */
  public synchronized void note(String text) {
    note = text;
    if (bar != null) {
      bar.setExtraMessage(text.isEmpty() ? "" : " " + text);
    }
  }

  /** Returns how many units are done. */
  public synchronized long done() {
    return done;
  }

  /** Ends the display, with a last line where the last one was not about the end. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
    if (lines != null && done != linesAtDone) {
      writeLine(lines, nanoClock.getAsLong());
    }
  }

  private void writeLine(PrintStream out, long now) {
    linesAtDone = done;
    linesAtNanos = now;
    double seconds = (now - startNanos) * 1e-9;
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%s: %d", task, done));
    if (total > 0) {
      line.append(String.format(Locale.ROOT, "/%d", total));
    }
    line.append(' ').append(unit);
    if (total > 0) {
      line.append(String.format(Locale.ROOT, " (%d %%)", done * 100 / total));
    }
    if (seconds > 0 && done > 0) {
      double rate = done / seconds;
      line.append(String.format(Locale.ROOT, ", %.3g %s/s", rate, unit));
      if (total > done) {
        line.append(", ").append(duration((total - done) / rate)).append(" left");
      } else {
        line.append(", ").append(duration(seconds)).append(" in all");
      }
    }
    if (!note.isEmpty()) {
      line.append(", ").append(note);
    }
    out.println(line);
  }

  /**
   * Returns seconds as a person would say them: {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 7 min}.
   */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
