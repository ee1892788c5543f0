package avts.datasets.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  @TempDir Path folder;

  private Manifest sample() {
    return new Manifest(
        folder,
        List.of(
            Entries.usable("-a b\nș.mp4", "g1"),
            Entries.refused("text.mp4", Verdict.NO_AUDIO),
            Entries.usable("c.mp4", "g1")));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("manifest.jsonl");
    sample().write(file);
    assertEquals(sample(), Manifest.read(file));
    assertEquals(4, Files.readAllLines(file).size());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "no unfinished file stays");
    }
  }

  @Test
  void writesTheDocumentedFormat() throws IOException {
    Path file = folder.resolve("m.jsonl");
    new Manifest(folder, List.of(Entries.usable("c.mp4", "g1"))).write(file);
    List<String> lines = Files.readAllLines(file);
    String hash = Hashing.sha256().hashString(lines.get(1) + "\n", UTF_8).toString();
    assertEquals("{\"avts\":\"manifest\",\"version\":1,\"hash\":\"" + hash + "\"}", lines.get(0));
    assertTrue(lines.get(1).contains("\"rate\":\"30000/1001\""), lines.get(1));
    assertTrue(lines.get(1).contains("\"verdict\":\"usable\""), lines.get(1));
    assertTrue(lines.get(1).contains("\"cuts_micros\":[2000000]"), lines.get(1));
    assertEquals(hash, Manifest.read(file).contentHash());
  }

  @Test
  void preparedEntriesNameTheirOriginals() throws IOException {
    ManifestEntry original = Entries.usable("a.mp4", "g1");
    ManifestEntry stored = Entries.prepared(original);
    Path file = folder.resolve("m.jsonl");
    new Manifest(folder, List.of(original, stored)).write(file);
    List<String> lines = Files.readAllLines(file);
    assertFalse(lines.get(1).contains("origin"), lines.get(1));
    String origin = "\"origin\":{\"name\":\"a.mp4\",\"sha256\":\"" + "ab".repeat(32) + "\"}";
    assertTrue(lines.get(2).endsWith("," + origin + "}"), lines.get(2));
    assertEquals(List.of(original, stored), Manifest.read(file).entries());
    assertEquals("a.mp4", original.originalName());
    assertEquals("a.mp4", stored.originalName());
    assertEquals("media/a.mp4.mov", stored.name());
    assertEquals("ab".repeat(32), original.originalSha256());
    assertEquals("ab".repeat(32), stored.originalSha256());
    ManifestEntry again = Entries.prepared(stored);
    assertEquals(stored.origin(), again.origin(), "a store of a store has the first originals");
  }

  @Test
  void onlyTheOriginMayBeMissing() throws IOException {
    Path file = folder.resolve("m.jsonl");
    new Manifest(folder, List.of(Entries.prepared(Entries.usable("a.mp4", "g1")))).write(file);
    String open = "{\"avts\":\"manifest\",\"version\":1}";
    String line = Files.readAllLines(file).get(1);
    Files.write(file, List.of(open, line.replaceFirst(",\"origin\":\\{.*?}", "")));
    assertNull(Manifest.read(file).entries().get(0).origin());
    refuses(file, "'member'", List.of(open, line.replaceFirst("\"member\":null,", "")));
    refuses(file, "'group'", List.of(open, line.replaceFirst("\"group\":\"g1\",", "")));
    refuses(file, "'step_millis'", List.of(open, line.replaceFirst("\"step_millis\":1000,", "")));
    refuses(file, "'name'", List.of(open, line.replaceFirst("\"name\":\"a.mp4\",", "")));
  }

  @Test
  void countsAndChooses() {
    assertEquals(List.of(0, 2), sample().usable());
    assertEquals(Map.of(Verdict.USABLE, 2, Verdict.NO_AUDIO, 1), sample().counts());
    assertEquals(folder.resolve("c.mp4"), sample().source(2).file());
  }

  @Test
  void tellsWhichFilesAreGone() throws IOException {
    Files.write(folder.resolve("c.mp4"), new byte[1000]);
    List<String> missing = sample().missing();
    assertEquals(1, missing.size());
    assertTrue(missing.get(0).startsWith("-a b\nș.mp4 (no such file)"), missing.get(0));
    Files.write(folder.resolve("c.mp4"), new byte[999]);
    assertTrue(sample().missing().get(1).contains("999"));
  }

  @Test
  void namesTheBadLine() throws IOException {
    Path file = folder.resolve("m.jsonl");
    sample().write(file);
    List<String> lines = Files.readAllLines(file);
    refuses(file, "m.jsonl:1: not a manifest", List.of());
    refuses(file, "m.jsonl:1: not a manifest", List.of("no json"));
    refuses(file, "m.jsonl:1: not a manifest", List.of("{\"avts\":\"other\"}"));
    refuses(file, "format version 2", List.of("{\"avts\":\"manifest\",\"version\":2}"));
    refuses(file, "m.jsonl:1: the lines below", lines.subList(0, 3));
    String open = "{\"avts\":\"manifest\",\"version\":1}";
    String good = lines.get(1);
    refuses(file, "m.jsonl:3: ", List.of(open, good, "{}"));
    refuses(file, "m.jsonl:3: ", List.of(open, good, good.substring(9)));
    refuses(file, "m.jsonl:2: ", List.of(open, "null"));
    refuses(file, "colour", List.of(open, good.replace("{\"path\"", "{\"colour\":1,\"path\"")));
    refuses(file, "m.jsonl:2: ", List.of(open, good.replace("30000/1001", "fast")));
    refuses(file, "already there", List.of(open, good, good));
    Files.write(file, List.of(open, good));
    assertEquals(1, Manifest.read(file).entries().size());
  }

  private static void refuses(Path file, String message, List<String> lines) throws IOException {
    Files.write(file, lines);
    String thrown = assertThrows(ManifestException.class, () -> Manifest.read(file)).getMessage();
    assertTrue(thrown != null && thrown.contains(message), thrown);
  }

  @Test
  void staysInItsFolder() {
    Path elsewhere = folder.resolve("sub").resolve("m.jsonl");
    assertThrows(IllegalArgumentException.class, () -> sample().write(elsewhere));
    assertFalse(Files.exists(elsewhere));
  }
}
