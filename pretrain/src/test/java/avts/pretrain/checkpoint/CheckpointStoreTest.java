package avts.pretrain.checkpoint;

import static avts.pretrain.testing.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.pretrain.engine.ParameterInfo;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final List<ParameterInfo> INFOS =
      List.of(
          new ParameterInfo("video.weight", List.of(2, 2), ParameterInfo.Role.WEIGHT, 0),
          new ParameterInfo("audio.weight", List.of(3), ParameterInfo.Role.WEIGHT, 4));

  @TempDir Path folder;

  static Checkpoint checkpoint(long step, int values) {
    float[] vector = new float[values];
    Arrays.fill(vector, (float) step);
    ObjectNode state = new JsonMapper().createObjectNode().put("epoch", step / 10);
    List<NamedTensor> tensors = List.of(new NamedTensor("w", List.of(values), vector, 0));
    return new Checkpoint(step, tensors, tensors, state);
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  @Test
  void keepsTheLastAndTheBest() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 2);
    assertEquals(Optional.empty(), store.last());
    for (long step : new long[] {5, 10, 90, 100}) {
      store.save(checkpoint(step, 3));
      if (step == 5) {
        store.markBest(5);
      }
    }
    assertEquals(Set.of("best", "last", "step-5", "step-90", "step-100"), names(folder));
    assertEquals(Optional.of(folder.resolve("step-100")), store.last());
    assertEquals(Optional.of(folder.resolve("step-5")), store.best());
    assertEquals("step-100\n", Files.readString(folder.resolve("last")));
    ObjectNode state = CheckpointStore.readState(folder.resolve("step-100"));
    assertEquals(100, state.get("step").asLong());
    assertEquals(10, state.get("epoch").asLong());
    assertThrows(CheckpointException.class, () -> store.markBest(10));
  }

  @Test
  void savingAStepAgainReplacesIt() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 1);
    store.save(checkpoint(7, 3));
    store.save(checkpoint(7, 5));
    try (SafetensorsReader reader =
        SafetensorsReader.open(folder.resolve("step-7").resolve(CheckpointStore.WEIGHTS))) {
      reader.read("w", new float[5], 0);
      assertThrows(IllegalArgumentException.class, () -> reader.read("w", new float[4], 0));
    }
    assertEquals(Set.of("last", "step-7"), names(folder));
  }

  @Test
  void cleansUpAfterAKilledProcess() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 1);
    store.save(checkpoint(7, 3));
    Files.createDirectories(folder.resolve(".tmp-step-8"));
    Files.writeString(folder.resolve(".tmp-step-8/weights.safetensors"), "half");
    // Killed between the two renames of a replacement: the old one must come back.
    Files.move(folder.resolve("step-7"), folder.resolve(".tmp-old-step-7"));
    CheckpointStore reopened = new CheckpointStore(folder, 1);
    assertEquals(Set.of("last", "step-7"), names(folder));
    assertEquals(Optional.of(folder.resolve("step-7")), reopened.last());
  }

  @Test
  void refusesOtherFormatVersionsAndBrokenPointers() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 1);
    Path saved = store.save(checkpoint(7, 3));
    Path state = saved.resolve("state.json");
    Files.writeString(state, "{\"format_version\": 99}");
    assertRefused(CheckpointException.class, "99", () -> CheckpointStore.readState(saved));
    Files.writeString(folder.resolve("last"), "step-12");
    assertRefused(CheckpointException.class, "step-12", store::last);
  }

  @Test
  void locatesRunsAndCheckpoints() throws IOException {
    assertThrows(CheckpointException.class, () -> CheckpointStore.locate(folder));
    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"), 3);
    Path first = store.save(checkpoint(1, 3));
    Path second = store.save(checkpoint(2, 3));
    assertEquals(second, CheckpointStore.locate(folder));
    store.markBest(1);
    assertEquals(first, CheckpointStore.locate(folder));
    assertEquals(second, CheckpointStore.locate(second));
  }

  @Test
  void lostPermissionLeavesTheLastCheckpointIntact() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 3);
    store.save(checkpoint(1, 3));
    assumeTrue(folder.toFile().setWritable(false) && !Files.isWritable(folder), "runs as root");
    try {
      assertRefused(
          CheckpointException.class, "step-1, is intact", () -> store.save(checkpoint(2, 3)));
    } finally {
      assertTrue(folder.toFile().setWritable(true));
    }
  }

  @Test
  void aFileInTheWayLeavesTheLastCheckpointIntact() throws IOException {
    CheckpointStore store = new CheckpointStore(folder, 3);
    store.save(checkpoint(1, 3));
    Files.delete(folder.resolve("last"));
    Files.createDirectory(folder.resolve("last"));
    Files.writeString(folder.resolve("last").resolve("x"), "");
    assertRefused(CheckpointException.class, "step-2", () -> store.save(checkpoint(2, 3)));
    assertTrue(Files.exists(folder.resolve("step-1").resolve(CheckpointStore.WEIGHTS)));
  }

  /** A real write failure: the child may not make files larger than 64 KiB. */
  @Test
  void aFullDiskLeavesTheLastCheckpointIntact() throws IOException, InterruptedException {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(bash), "needs a shell with ulimit");
    Path output = folder.resolve("output.txt");
    Path store = folder.resolve("checkpoints");
    Process child =
        new ProcessBuilder(
                bash.toString(),
                "-c",
                "ulimit -f 64; exec \"$0\" -Xshare:auto -XX:-UsePerfData -cp \"$1\" \"$2\" \"$3\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = child.waitFor();
    String text = Files.readString(output);
    assertEquals(0, exit, text);
    assertTrue(text.contains("checkpoint step-2 cannot be written"), text);
    assertTrue(text.contains("File too large"), text);
    assertTrue(text.contains("step-1, is intact"), text);
    assertEquals(Set.of("last", "step-1"), names(store));
    try (SafetensorsReader reader =
        SafetensorsReader.open(store.resolve("step-1").resolve(CheckpointStore.WEIGHTS))) {
      float[] values = new float[3];
      reader.read("w", values, 0);
      assertArrayEquals(new float[] {1, 1, 1}, values);
    }
  }

  /** The child's main class. */
  static final class FullDisk {
    private FullDisk() {}

    public static void main(String[] args) throws IOException {
      CheckpointStore store = new CheckpointStore(Path.of(args[0]), 3);
      store.save(checkpoint(1, 3));
      try {
        store.save(checkpoint(2, 100_000));
      } catch (CheckpointException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void weightsAreFoundByNameAndShape() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    float[] saved = {1, 2, 3, 4, 5, 6, 7};
    Safetensors.write(file, WeightsFile.parts("", INFOS, saved), java.util.Map.of());
    float[] whole = new float[7];
    WeightsFile.read(file, "", INFOS, whole);
    assertArrayEquals(saved, whole);

    float[] video = new float[7];
    WeightsFile.Matches matches = WeightsFile.initialize(file, List.of("video."), INFOS, video);
    assertArrayEquals(new float[] {1, 2, 3, 4, 0, 0, 0}, video);
    assertEquals(List.of("video.weight"), matches.matched());
    assertEquals(List.of(), matches.missing());
    assertEquals(List.of("audio.weight"), matches.unused());

    List<ParameterInfo> other =
        List.of(
            new ParameterInfo("video.weight", List.of(4), ParameterInfo.Role.WEIGHT, 0),
            new ParameterInfo("audio.weight", List.of(3), ParameterInfo.Role.WEIGHT, 4));
    WeightsFile.Matches partly = WeightsFile.initialize(file, List.of(""), other, new float[7]);
    assertEquals(List.of("audio.weight"), partly.matched());
    assertEquals(List.of("video.weight [4], the file has [2, 2]"), partly.missing());
    assertRefused(
        IOException.class,
        "video.weight should have shape [4]",
        () -> WeightsFile.read(file, "", other, new float[7]));
    assertFalse(WeightsFile.sha256(file).isEmpty());
  }
}
