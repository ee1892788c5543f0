package avts.pretrain.checkpoint;

import static avts.pretrain.testing.Refusals.assertRefused;
import static avts.pretrain.testing.Refusals.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final String CONFIG =
      "seed: 1\noptimizer:\n  kind: sgd\n  learning_rate: 1e-3\nstages: [1, 2]\n";

  @TempDir Path folder;

  private static void create(Path folder, String config) throws IOException {
    try (RunDirectory run = RunDirectory.create(folder, config)) {
      assertTrue(Files.exists(run.config()));
    }
  }

  private static void resume(Path folder, String config) throws IOException {
    try (RunDirectory run = RunDirectory.resume(folder, config)) {
      assertTrue(Files.exists(run.config()));
    }
  }

  @Test
  void resumesWithTheSameValuesHoweverWritten() throws IOException {
    try (RunDirectory run = RunDirectory.create(folder.resolve("run"), CONFIG)) {
      assertEquals(CONFIG, Files.readString(run.config()));
    }
    String same = "stages: [1, 2.0]\noptimizer: {learning_rate: 0.001, kind: sgd}\nseed: 1\n";
    try (RunDirectory run = RunDirectory.resume(folder.resolve("run"), same)) {
      assertTrue(Files.exists(run.config()));
    }
    assertRefused(IOException.class, "--resume", () -> create(folder.resolve("run"), CONFIG));
  }

  @Test
  void aChangedConfigurationIsRefusedNamingTheKeys() throws IOException {
    create(folder, CONFIG);
    String changed = "seed: 1\noptimizer: {learning_rate: 0.002, nesterov: no}\nstages: [1, 3]\n";
    String message = message(IllegalArgumentException.class, () -> resume(folder, changed));
    for (String phrase :
        List.of(
            "optimizer.learning_rate is 0.002 where the run has ",
            "optimizer.kind is missing where the run has \"sgd\"",
            "optimizer.nesterov is ",
            "stages[1] is 3 where the run has 2")) {
      assertTrue(message.contains(phrase), message);
    }
  }

  @Test
  void whatIsKeptInMemoryMayDiffer() throws IOException {
    create(folder, CONFIG);
    resume(folder, CONFIG + "cache: {megabytes: 5}\n");
    assertRefused(
        IllegalArgumentException.class,
        "optimizer.cache",
        () -> resume(folder, CONFIG.replace("  kind: sgd\n", "  kind: sgd\n  cache: 1\n")));
  }

  @Test
  void resumingNothingIsRefused() {
    assertRefused(IOException.class, "holds no run", () -> resume(folder, CONFIG));
  }

  @Test
  void aSecondHolderIsRefusedNamingTheFirst() throws IOException {
    try (RunDirectory run = RunDirectory.create(folder, CONFIG)) {
      assertRefused(
          IOException.class,
          "process " + ProcessHandle.current().pid(),
          () -> resume(run.folder(), CONFIG));
    }
    resume(folder, CONFIG);
  }

  @Test
  void aRunInPreparationKeepsOthersOut() throws IOException {
    Path run = folder.resolve("run");
    try (RunDirectory held = RunDirectory.hold(run)) {
      assertRefused(IOException.class, "is in use", () -> create(held.folder(), CONFIG));
      assertFalse(Files.exists(held.config()));
    }
    create(run, CONFIG);
  }

  @Test
  void aKilledProcessLeavesNoLock() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = child.inputReader()) {
      assertEquals("locked", output.readLine());
      assertRefused(IOException.class, "process " + child.pid(), () -> resume(folder, CONFIG));
    } finally {
      child.destroyForcibly().waitFor();
    }
    resume(folder, CONFIG);
  }

  /** The child's main class. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      try (RunDirectory run = RunDirectory.create(Path.of(args[0]), CONFIG)) {
        System.out.println("locked");
        Thread.sleep(60_000 + run.folder().getNameCount());
      }
    }
  }

  @Test
  void provenanceKeepsWhatWasSeen() throws IOException {
    Provenance parent =
        provenance(List.of(new Provenance.Media("aa", "g1"), new Provenance.Media("bb", "")));
    Provenance child =
        provenance(List.of(new Provenance.Media("cc", ""))).withParent("ffff", parent);
    try (RunDirectory run = RunDirectory.create(folder, CONFIG)) {
      run.writeProvenance(child);
    }
    Provenance read = Provenance.read(folder);
    assertEquals(child, read);
    assertEquals(List.of("ffff"), read.parents());
    List<Provenance.Media> items =
        List.of(
            new Provenance.Media("bb", "other"),
            new Provenance.Media("dd", "g1"),
            new Provenance.Media("ee", ""));
    assertEquals(items.subList(0, 2), read.seen(items));
    Files.writeString(folder.resolve("provenance.json"), "{");
    assertThrows(IOException.class, () -> Provenance.read(folder));
  }

  private static Provenance provenance(List<Provenance.Media> media) {
    return new Provenance(
        Provenance.FORMAT_VERSION,
        Map.of("avts", "0.1"),
        Provenance.Machine.current(),
        7,
        "c0",
        "",
        List.of("pretrain"),
        List.of(),
        media,
        List.of());
  }

  @Test
  void commandsLoseTheirFolders() {
    assertEquals(
        List.of("pretrain", "--config", "demo.yaml", "--out=run", "rel/ative", "--set", "a.b=c"),
        Provenance.withoutFolders(
            List.of(
                "pretrain",
                "--config",
                "/home/me/demo.yaml",
                "--out=/tmp/run",
                "rel/ative",
                "--set",
                "a.b=c")));
  }
}
