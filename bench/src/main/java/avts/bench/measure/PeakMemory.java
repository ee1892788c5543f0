package avts.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident memory that a process of this machine has had; Linux only. */
public final class PeakMemory {
  private static final int KILO = 1024;

  private PeakMemory() {}

  /** Returns the megabytes of the process {@code pid}, 0 where the kernel does not tell. */
  public static long megabytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILO)
        .findFirst()
        .orElse(0);
  }
}
