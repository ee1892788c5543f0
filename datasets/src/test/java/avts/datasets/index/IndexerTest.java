package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One collection with every kind of bad file, indexed once. */
class IndexerTest {

  private static final String ODD_NAME = "-odd ș\n<b>.mp4";

  @TempDir static Path folder;
  private static IndexOutcome outcome;
  private static Map<String, ManifestEntry> byName;

  @BeforeAll
  static void index() throws IOException, MediaException, InterruptedException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    byte[] good = Files.readAllBytes(TinyVideo.of(1).write(videos.resolve("good.mp4")));
    TinyVideo.of(2).write(videos.resolve(ODD_NAME));
    TinyVideo.of(3).write(videos.resolve("clip.MKV"), Container.MATROSKA);
    TinyVideo.of(4).write(videos.resolve("clip.avi"), Container.AVI);
    Files.write(videos.resolve("same.mp4"), good);
    new TinyVideo(5, 2, 0, false, 1).write(videos.resolve("mute.mp4"));
    new TinyVideo(6, 2, 2, false, 0).write(videos.resolve("silent.mp4"));
    new TinyVideo(7, 2, 2, true, 1).write(videos.resolve("still.mp4"));
    new TinyVideo(8, 0.6, 0.6, false, 1).write(videos.resolve("short.mp4"));
    new TinyVideo(9, 2, 4, false, 1).write(videos.resolve("long-sound.mp4"));
    // The same sound from the same moment on, encoded with other pictures and at another level.
    new TinyVideo(1, 3, 3, false, 0.5).write(videos.resolve("relative.mp4"));
    Files.write(videos.resolve("zero.mp4"), new byte[0]);
    Files.writeString(videos.resolve("text.mp4"), "This is no video.\n".repeat(100));
    Files.write(videos.resolve("cut.mp4"), Arrays.copyOf(good, good.length / 2));
    byte[] mkv = Files.readAllBytes(videos.resolve("clip.MKV"));
    Files.write(videos.resolve("cut.mkv"), Arrays.copyOf(mkv, mkv.length / 2));
    byte[] avi = Files.readAllBytes(videos.resolve("clip.avi"));
    Files.write(videos.resolve("cut.avi"), Arrays.copyOf(avi, avi.length * 2 / 3));
    Files.write(videos.resolve(".hidden.mp4"), good);
    Files.writeString(videos.resolve("readme.md"), "no video");
    byte[] member = Files.readAllBytes(TinyVideo.of(11).write(folder.resolve("member.mp4")));
    Files.write(
        videos.resolve("shard.tar"),
        new TarBytes().file("a/0.mp4", member).file("a/0.json", new byte[3]).end());
    outcome = indexer().index(List.of(videos), folder.resolve("manifest.jsonl"));
    byName = new TreeMap<>();
    outcome.manifest().entries().forEach(entry -> byName.put(entry.name(), entry));
  }

  private static Indexer indexer() {
    return new Indexer(IndexConfig.standard(), Progress.Mode.QUIET);
  }

  private static ManifestEntry entry(String name) {
    ManifestEntry entry = byName.get("videos/" + name);
    assertNotNull(entry, () -> name + " is not among " + byName.keySet());
    return entry;
  }

  private static void verdict(Verdict verdict, String name, String reason) {
    ManifestEntry entry = entry(name);
    assertEquals(verdict, entry.verdict(), () -> name + ": " + entry.reason());
    assertTrue(entry.reason().contains(reason), () -> name + ": " + entry.reason());
  }

  @Test
  void goodFilesOfEveryKindAreUsable() {
    for (String name :
        List.of(
            "good.mp4", ODD_NAME, "clip.MKV", "clip.avi", "relative.mp4", "shard.tar!a/0.mp4")) {
      verdict(Verdict.USABLE, name, "");
    }
    assertEquals(17, byName.size(), "neither hidden nor other files: " + byName.keySet());
  }

  @Test
  void badFilesHaveAVerdictAndAReason() {
    verdict(Verdict.DUPLICATE, "same.mp4", "the same bytes as videos/good.mp4");
    verdict(Verdict.NO_AUDIO, "mute.mp4", "no sound stream");
    verdict(Verdict.SILENT, "silent.mp4", "-60.0 dB");
    verdict(Verdict.STILL, "still.mp4", "of 255");
    verdict(Verdict.TOO_SHORT, "short.mp4", "0.60 s");
    verdict(Verdict.LENGTHS_DISAGREE, "long-sound.mp4", "2.00 s of pictures, 4.0");
    verdict(Verdict.UNDECODABLE, "zero.mp4", "zero bytes");
    verdict(Verdict.UNDECODABLE, "text.mp4", "cannot be opened");
    verdict(Verdict.TRUNCATED, "cut.mp4", "bytes more");
    verdict(Verdict.TRUNCATED, "cut.mkv", "bytes more");
    verdict(Verdict.TRUNCATED, "cut.avi", "bytes more");
  }

  @Test
  void measuresWhatIsKnown() {
    ManifestEntry.Content content = entry("relative.mp4").content();
    assertNotNull(content);
    assertFalse(content.variableFrameRate());
    assertEquals(0, (double) content.startMicros(), 1000);
    assertEquals(3_000_000, (double) content.endMicros(), 40_000);
    assertEquals(30, content.soundDb().size(), 1);
    assertEquals(content.soundDb().size(), content.motion().size());
    assertTrue(content.motion().stream().skip(1).limit(25).allMatch(motion -> motion > 1));
    assertEquals(64, entry("good.mp4").sha256().length());
    assertTrue(entry("shard.tar!a/0.mp4").offset() == 512);
  }

  @Test
  void filesThatShareSoundAreOneGroup() {
    assertEquals(entry("good.mp4").group(), entry("relative.mp4").group());
    assertEquals(entry("good.mp4").group(), entry("same.mp4").group());
    assertNotEquals(entry("good.mp4").group(), entry("clip.MKV").group());
    assertEquals(1, outcome.shared().size(), outcome.shared()::toString);
    assertEquals(2000, outcome.shared().get(0).millis(), 150);
  }

  @Test
  void theManifestCanBeReadAndASecondIndexRemembers() throws IOException, InterruptedException {
    Path file = folder.resolve("manifest.jsonl");
    assertEquals(outcome.manifest(), Manifest.read(file));
    assertEquals(List.of(), Manifest.read(file).missing());
    Files.writeString(folder.resolve("list.txt"), "videos/good.mp4\n\nnot-there.mp4\n");
    IndexOutcome again = indexer().index(List.of(folder.resolve("list.txt")), file);
    assertEquals(1, again.remembered());
    assertEquals(2, again.manifest().entries().size());
    assertEquals("no such file", again.manifest().entries().get(1).reason());
    outcome.manifest().write(file);
  }

  @Test
  void theReportShowsWhatWasRefused() throws IOException, InterruptedException {
    DoctorReport report = DoctorReport.of(outcome, indexer());
    Path page = folder.resolve("report.html");
    report.writeHtml(page);
    String html = Files.readString(page, UTF_8);
    assertTrue(html.contains("data:image/jpeg;base64,"));
    assertTrue(html.contains("videos/mute.mp4"));
    assertTrue(html.contains("zero bytes"));
    assertFalse(html.contains("<b>.mp4"));
    assertFalse(html.contains("http://") || html.contains("https://"));
    assertEquals("a␊&lt;b&gt;", DoctorPage.escape("a\n<b>"));
    report.writeJson(folder.resolve("report.json"));
    String json = Files.readString(folder.resolve("report.json"), UTF_8);
    assertTrue(json.contains("\"usable\" : 6"), json);
    assertTrue(json.contains("\"no-audio\" : 1"), json);
  }

  @Test
  void refusesInputsWithoutVideos() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path manifest = folder.resolve("none.jsonl");
    assertThrows(NoVideosException.class, () -> indexer().index(List.of(empty), manifest));
    assertThrows(
        NoSuchFileException.class,
        () -> indexer().index(List.of(folder.resolve("nowhere")), manifest));
    assertFalse(Files.exists(manifest));
  }

  @Test
  void allFilesRefusedIsAResult(@TempDir Path other) throws IOException, InterruptedException {
    Files.writeString(other.resolve("a.mp4"), "text");
    IndexOutcome refused = indexer().index(List.of(other), other.resolve("m.jsonl"));
    assertEquals(Map.of(Verdict.UNDECODABLE, 1), refused.manifest().counts());
    assertEquals(List.of(), refused.manifest().usable());
  }

  @Test
  void flippedBitsNeverBringItDown(@TempDir Path other) throws IOException, InterruptedException {
    byte[] good = Files.readAllBytes(folder.resolve("videos").resolve("good.mp4"));
    for (int copy = 0; copy < 12; copy++) {
      byte[] flipped = good.clone();
      for (int bit = 0; bit <= copy * 4; bit++) {
        flipped[(int) ((bit * 7919L + copy * 104_729L) % flipped.length)] ^= (byte) (1 << bit % 8);
      }
      Files.write(other.resolve("flipped" + copy + ".mp4"), flipped);
    }
    IndexOutcome result = indexer().index(List.of(other), other.resolve("m.jsonl"));
    assertEquals(12, result.manifest().entries().size());
    assertTrue(result.manifest().usable().size() < 12);
  }
}
