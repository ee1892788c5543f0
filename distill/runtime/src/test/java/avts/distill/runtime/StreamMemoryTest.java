package avts.distill.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten minutes of sound through one stream, as fast as it goes; Linux only. */
@Tag("slow")
class StreamMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int RATE = 44_100;
  private static final int PIECE = 882;

  @TempDir Path folder;

  private static long residentKilobytes() throws IOException {
    System.gc(); // what is garbage is not what grows
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void memoryDoesNotGrow() throws IOException {
    assumeTrue(Files.exists(STATUS), "no /proc");
    float[] minute = Bundles.sound(60 * RATE, 1);
    try (Bundle bundle = Bundle.open(Bundles.embedding(folder.resolve("bundle")))) {
      AudioStream stream = bundle.stream(SoundFormat.mono(RATE));
      long readings = 0;
      long early = 0;
      for (int m = 1; m <= 10; m++) {
        for (int at = 0; at < minute.length; at += PIECE) {
          readings += stream.push(Bundles.slice(minute, at, at + PIECE)).size();
        }
        if (m == 3) {
          early = residentKilobytes();
        }
      }
      readings += stream.finish().size();
      assertEquals(10 * 60 * 5 - 1, readings);
      long late = residentKilobytes();
      assertTrue(late <= 1.03 * early + 2_000, early + " kB after 3 min, " + late + " after 10");
    }
  }
}
