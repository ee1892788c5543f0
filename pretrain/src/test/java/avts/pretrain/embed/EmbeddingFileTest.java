package avts.pretrain.embed;

import static avts.pretrain.testing.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFileTest {
  private static final VectorSpace SOUND =
      new VectorSpace("run/step-1", "aa", "encoder", "audio", 2);

  @TempDir Path folder;

  private Path write(String name, VectorSpace space, float... values) throws IOException {
    Path file = folder.resolve(name);
    try (EmbeddingWriter writer = EmbeddingWriter.create(file, space)) {
      writer.add("first.wav", new double[] {0, 0.48}, values);
      writer.add("empty.wav", new double[0], new float[0]);
      writer.add("second.wav", new double[] {0.04}, new float[] {5, 6});
      writer.finish();
    }
    return file;
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = write("v.npy", SOUND, 1, 2, 3, 4);
    EmbeddingFile read = EmbeddingFile.read(file);
    assertEquals(SOUND, read.space());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, read.values());
    assertArrayEquals(new float[] {3, 4}, read.vector(1));
    assertEquals(new EmbeddingFile.Id(1, "first.wav", "audio", 0.48), read.ids().get(1));
    assertEquals(new EmbeddingFile.Id(2, "second.wav", "audio", 0.04), read.ids().get(2));
    assertEquals(
        "{\"avts\":\"embeddings\",\"version\":1,\"space\":{\"model\":\"run/step-1\","
            + "\"weights_sha256\":\"aa\",\"layer\":\"encoder\",\"stream\":\"audio\",\"size\":2}}",
        Files.readAllLines(folder.resolve("v.ids.jsonl")).get(0));
  }

  @Test
  void whatIsNotFinishedLeavesNothingBehindAndOldFilesStay() throws IOException {
    Path file = write("v.npy", SOUND, 1, 2, 3, 4);
    byte[] before = Files.readAllBytes(file);
    try (EmbeddingWriter writer = EmbeddingWriter.create(file, SOUND)) {
      writer.add("other.wav", new double[] {0}, new float[] {9, 9});
      assertEquals(1, writer.rows());
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void severalFilesOfOneModelAreOne() throws IOException {
    Path first = write("a.npy", SOUND, 1, 2, 3, 4);
    Path second = write("b.npy", SOUND, 7, 8, 9, 10);
    EmbeddingFile all = EmbeddingFile.readAll(List.of(first, second));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 5, 6}, all.values());
    assertEquals(4, all.ids().get(4).row());
    assertEquals("first.wav", all.ids().get(4).file());
  }

  @Test
  void vectorsOfTwoModelsAreNotMixed() throws IOException {
    Path first = write("a.npy", SOUND, 1, 2, 3, 4);
    VectorSpace other = new VectorSpace("run/step-1", "bb", "encoder", "audio", 2);
    Path second = write("b.npy", other, 1, 2, 3, 4);
    assertRefused(
        IOException.class, "cannot be mixed", () -> EmbeddingFile.readAll(List.of(first, second)));
    assertRefused(
        IOException.class,
        "cannot be compared",
        () -> EmbeddingFile.read(first).requireComparable(first, other));
    EmbeddingFile.read(first).requireComparable(first, SOUND);
  }

  @Test
  void onlyTheHeadBringsBothStreamsIntoOneSpace() {
    VectorSpace pictures = new VectorSpace("run/step-1", "aa", "encoder", "video", 2);
    assertFalse(SOUND.comparableWith(pictures));
    VectorSpace soundHead = new VectorSpace("run/step-1", "aa", "head", "audio", 2);
    VectorSpace pictureHead = new VectorSpace("run/step-1", "aa", "head", "video", 2);
    assertTrue(soundHead.comparableWith(pictureHead));
    assertFalse(soundHead.comparableWith(SOUND));
  }

  @Test
  void brokenFilesAreRefused() throws IOException {
    Path file = write("v.npy", SOUND, 1, 2, 3, 4);
    Path ids = folder.resolve("v.ids.jsonl");
    List<String> lines = Files.readAllLines(ids);
    NpyFile.write(file, new float[] {1, 2, 3, 4}, 2, 2);
    assertRefused(IOException.class, "not written together", () -> EmbeddingFile.read(file));
    Files.write(ids, List.of(lines.get(0), lines.get(2)));
    assertRefused(
        IOException.class, "line 2 has row 1 out of order", () -> EmbeddingFile.read(file));
    Files.write(ids, List.of(lines.get(0).replace("\"version\":1", "\"version\":2")));
    assertRefused(IOException.class, "has version 2", () -> EmbeddingFile.read(file));
    Files.delete(ids);
    assertRefused(IOException.class, "which model is it of", () -> EmbeddingFile.read(file));
    assertRefused(
        IllegalArgumentException.class,
        "ends in .npy",
        () -> EmbeddingFile.idsOf(folder.resolve("v.bin")));
  }
}
