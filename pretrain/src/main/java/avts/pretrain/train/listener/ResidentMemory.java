package avts.pretrain.train.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that this process holds, native memory included. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmRSS:";

  private ResidentMemory() {}

  /** Bytes in memory; empty where the system has no /proc. */
  static OptionalLong bytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    for (String line : Files.readAllLines(STATUS, US_ASCII)) {
      if (line.startsWith(KEY)) {
        String kibibytes = line.substring(KEY.length()).replace("kB", "").strip();
        return OptionalLong.of(Long.parseLong(kibibytes) * 1024);
      }
    }
    return OptionalLong.empty();
  }
}
