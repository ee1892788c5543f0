package avts.datasets.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {

  private static final IndexConfig TWO_WORKERS =
      new IndexConfig(10, -60, 0.1, 1000, 1000, 100, 500, 700, 2);

  @TempDir Path folder;

  @Test
  void aCrashOrAHangCostsOneFile() throws IOException, InterruptedException {
    for (String name : List.of("a.mp4", "b-crash.mp4", "c.mp4", "d-hang.mp4", "e.mp4")) {
      Files.writeString(folder.resolve(name), name);
    }
    Indexer indexer =
        new Indexer(TWO_WORKERS, Progress.Mode.QUIET, WorkerProcess.command(CrashingWorker.class));
    Path file = folder.resolve("manifest.jsonl");
    IndexOutcome outcome = indexer.index(List.of(folder), file);
    assertEquals(
        List.of(
            Verdict.NO_AUDIO,
            Verdict.UNDECODABLE,
            Verdict.NO_AUDIO,
            Verdict.UNDECODABLE,
            Verdict.NO_AUDIO),
        outcome.manifest().entries().stream().map(ManifestEntry::verdict).toList());
    ManifestEntry crashed = outcome.manifest().entries().get(1);
    assertEquals("took the decoder down: exit code 139", crashed.reason());
    assertEquals(64, crashed.sha256().length());
    assertTrue(outcome.manifest().entries().get(3).reason().contains("no progress within 700 ms"));

    // What went wrong is tried again, what was answered is not.
    IndexOutcome again = indexer.index(List.of(folder), file);
    assertEquals(2, again.measured());
    assertEquals(3, again.remembered());
  }

  @Test
  void aWorkerThatCannotStartIsNoFilesFault() throws IOException {
    Files.writeString(folder.resolve("a.mp4"), "a");
    Indexer indexer =
        new Indexer(
            TWO_WORKERS,
            Progress.Mode.QUIET,
            List.of(WorkerProcess.command(CrashingWorker.class).get(0), "no.such.MainClass"));
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> indexer.index(List.of(folder), folder.resolve("manifest.jsonl")));
    assertTrue(String.valueOf(thrown.getMessage()).contains("no.such.MainClass"));
  }

  @Test
  void aWorkerThatIsTooSlowToStartIsToldFromABrokenOne() {
    List<String> command = WorkerProcess.command(CrashingWorker.class);
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> {
              try (WorkerProcess worker = WorkerProcess.start(command, Duration.ZERO)) {
                assertNull(worker, "ready at once");
              }
            });
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("not ready after 0 s; is the machine overloaded?"), message);
  }
}
