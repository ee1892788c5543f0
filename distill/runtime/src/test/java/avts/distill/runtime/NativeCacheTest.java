package avts.distill.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  private static final String SYSTEM = "linux-x64";
  private static final long DAY = 86_400;

  @TempDir Path root;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void old(String name, long seconds) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve("library.so"), "x");
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  @Test
  void librariesAreUnpackedOnceAndRepaired() throws IOException {
    NativeCache cache = new NativeCache(root.resolve("deep/er"), "1.2.3");
    Path folder = Objects.requireNonNull(cache.folder(SYSTEM));
    assertEquals(root.resolve("deep/er/1.2.3-linux-x64"), folder);
    List<String> libraries = List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");
    assertEquals(
        List.of("libonnxruntime.so", "libonnxruntime4j_jni.so", "sizes.txt"), names(folder));
    FileTime written = Files.getLastModifiedTime(folder.resolve(libraries.get(0)));
    long size = Files.size(folder.resolve(libraries.get(0)));
    assertTrue(size > 10_000_000, size + " bytes");
    assertEquals(folder, cache.folder(SYSTEM));
    assertEquals(written, Files.getLastModifiedTime(folder.resolve(libraries.get(0))));
    Files.writeString(folder.resolve(libraries.get(0)), "half");
    assertEquals(folder, cache.folder(SYSTEM));
    assertEquals(size, Files.size(folder.resolve(libraries.get(0))));
    assertEquals(List.of("1.2.3-linux-x64"), names(root.resolve("deep/er")));
    assertNull(cache.folder("plan9-sparc"));
  }

  @Test
  void versionsThatNobodyUsesGoAndOthersStay() throws IOException {
    old("1.0.0-linux-x64", 31 * DAY);
    old("1.1.0-linux-x64", 29 * DAY);
    old(".tmp-abandoned", 2 * DAY);
    old(".tmp-at-work", 60);
    new NativeCache(root, "1.2.3").folder(SYSTEM);
    assertEquals(List.of(".tmp-at-work", "1.1.0-linux-x64", "1.2.3-linux-x64"), names(root));
  }

  /** Every use marks a version, so that one in use is never taken for an unused one. */
  @Test
  void useKeepsAVersionYoung() throws IOException {
    Path folder = Objects.requireNonNull(new NativeCache(root, "1.2.3").folder(SYSTEM));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(40 * DAY)));
    new NativeCache(root, "1.2.3").folder(SYSTEM);
    new NativeCache(root, "1.3.0").folder(SYSTEM);
    assertTrue(Files.isDirectory(folder));
    assertFalse(Files.exists(root.resolve("1.2.4-linux-x64")));
  }

  @Test
  void processesThatStartTogetherAllFindIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> folders =
          IntStream.range(0, 4)
              .mapToObj(i -> threads.submit(() -> new NativeCache(root, "1.2.3").folder(SYSTEM)))
              .toList();
      for (Future<Path> folder : folders) {
        assertEquals(root.resolve("1.2.3-linux-x64"), folder.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(List.of("1.2.3-linux-x64"), names(root));
  }
}
