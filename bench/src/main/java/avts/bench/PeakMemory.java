package avts.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident memory that a process of this machine has had; Linux only. */
final class PeakMemory {
  private static final int KILO = 1024;

  private PeakMemory() {}

  static long megabytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILO)
        .findFirst()
        .orElse(0);
  }
}
