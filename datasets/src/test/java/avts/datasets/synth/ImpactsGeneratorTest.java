package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.testing.OtherProcess;
import avts.datasets.testing.SynthFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImpactsGeneratorTest {
  private static final ImpactsConfig SMALL = new ImpactsConfig(3, 5, false, 1, 64, 48);

  @TempDir Path temporary;

  private List<Truth> generate(ImpactsConfig config, Path folder, int threads) throws Exception {
    return ImpactsGenerator.generate(config, folder, threads, () -> {});
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void sameSeedGivesSameBytesWhateverTheThreads() throws Exception {
    Path one = temporary.resolve("one thread");
    Path four = temporary.resolve("four threads");
    generate(SMALL, one, 1);
    generate(SMALL, four, 4);
    assertEquals(
        List.of(
            "impacts-5-00000.mp4",
            "impacts-5-00001.mp4",
            "impacts-5-00002.mp4",
            "synth.json",
            "truth.jsonl"),
        list(one));
    assertEquals(list(one), list(four));
    for (String name : list(one)) {
      assertArrayEquals(
          Files.readAllBytes(one.resolve(name)), Files.readAllBytes(four.resolve(name)), name);
    }
  }

  @Test
  void videoDoesNotDependOnHowManyThereAre() throws Exception {
    List<Truth> three = generate(SMALL, temporary.resolve("three"), 2);
    List<Truth> one =
        generate(new ImpactsConfig(1, 5, false, 1, 64, 48), temporary.resolve("one"), 1);
    assertEquals(three.get(0), one.get(0));
    assertNotEquals(
        three.get(0).onsetsMicros(),
        generate(new ImpactsConfig(1, 6, false, 1, 64, 48), temporary.resolve("other"), 1)
            .get(0)
            .onsetsMicros());
  }

  @Test
  void truthIsReadAsWritten() throws Exception {
    Path folder = temporary.resolve("ordner mit Zwischenräumen");
    List<Truth> written = generate(SMALL, folder, 2);
    assertEquals(written, Truth.readAll(folder));
    Files.writeString(folder.resolve(Truth.FILE_NAME), "{\"file\": 1}\n");
    String message =
        String.valueOf(
            assertThrows(SynthException.class, () -> Truth.readAll(folder)).getMessage());
    assertTrue(message.contains("truth.jsonl: line 1"), message);
  }

  @Test
  void interruptedRunIsContinued() throws Exception {
    Path folder = temporary.resolve("killed");
    generate(SMALL, folder, 2);
    byte[] wanted = Files.readAllBytes(folder.resolve("impacts-5-00001.mp4"));
    byte[] kept = Files.readAllBytes(folder.resolve("impacts-5-00002.mp4"));
    Files.delete(folder.resolve("impacts-5-00001.mp4"));
    Files.delete(folder.resolve("truth.jsonl"));
    Files.write(folder.resolve(".tmp-impacts-5-00001.mp4"), new byte[10]);
    AtomicInteger done = new AtomicInteger();
    ImpactsGenerator.generate(SMALL, folder, 2, done::incrementAndGet);
    assertEquals(3, done.get());
    assertArrayEquals(wanted, Files.readAllBytes(folder.resolve("impacts-5-00001.mp4")));
    assertArrayEquals(kept, Files.readAllBytes(folder.resolve("impacts-5-00002.mp4")));
    assertTrue(Files.exists(folder.resolve("truth.jsonl")));
    assertFalse(Files.exists(folder.resolve(".tmp-impacts-5-00001.mp4")));
  }

  @Test
  void folderOfAnotherSeedIsLeftAlone() throws Exception {
    Path folder = temporary.resolve("seed 5");
    generate(SMALL, folder, 2);
    List<String> before = list(folder);
    ImpactsConfig other = new ImpactsConfig(3, 6, false, 1, 64, 48);
    String message =
        String.valueOf(
            assertThrows(SynthException.class, () -> generate(other, folder, 2)).getMessage());
    assertTrue(message.contains("\"seed\":5") && message.contains("\"seed\":6"), message);
    assertEquals(before, list(folder));
  }

  @Test
  void folderOfOtherFilesIsLeftAlone() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("holiday"));
    Files.writeString(folder.resolve("holiday.mp4"), "precious");
    String message =
        String.valueOf(
            assertThrows(SynthException.class, () -> generate(SMALL, folder, 2)).getMessage());
    assertTrue(message.contains("is not empty"), message);
    assertEquals(List.of("holiday.mp4"), list(folder));
    String file =
        String.valueOf(
            assertThrows(
                    SynthException.class, () -> generate(SMALL, folder.resolve("holiday.mp4"), 2))
                .getMessage());
    assertTrue(file.contains("is a file"), file);
  }

  @Test
  void aSecondRunIsRefusedWhileOneIsWriting() throws Exception {
    Path folder = temporary.resolve("twice");
    try (SynthFolder first = SynthFolder.open(folder, ImpactsGenerator.content(SMALL))) {
      assertTrue(OtherProcess.findsLocked(first.path().resolve("synth.json")));
      String message =
          String.valueOf(
              assertThrows(SynthException.class, () -> generate(SMALL, folder, 2)).getMessage());
      assertTrue(message.contains("another avts synth is writing"), message);
      assertEquals(List.of("synth.json"), list(folder));
    }
    generate(SMALL, folder, 2);
    assertFalse(OtherProcess.findsLocked(folder.resolve("synth.json")));
  }

  @Test
  void heldOutVideosComeInFourCells() throws Exception {
    Path folder = SynthFixture.heldOut(2, 21);
    List<Truth> truths = Truth.readAll(folder);
    assertEquals(8, truths.size());
    for (int video = 0; video < 2; video++) {
      Truth ordinary = truths.get(4 * video);
      assertTrue(ordinary.ordinary());
      Set<String> cells = new HashSet<>();
      for (Truth truth : truths.subList(4 * video, 4 * video + 4)) {
        cells.add(truth.what() + " " + truth.when());
        assertTrue(Files.size(folder.resolve(truth.file())) > 1000, truth.file());
        assertEquals(ordinary.impacts(), truth.impacts());
        assertEquals(ordinary.seen(), truth.seen());
        assertEquals(ordinary.group(), truth.group());
        assertEquals(truth.what().equals("same"), truth.heard().equals(ordinary.seen()));
        assertEquals(
            truth.when().equals("same"), truth.onsetsMicros().equals(ordinary.onsetsMicros()));
        assertEquals(truth.ordinary() ? null : ordinary.file(), truth.variantOf());
        assertEquals(!truth.ordinary(), truth.file().startsWith(".variants/"));
      }
      assertEquals(Set.of("same same", "same redrawn", "other same", "other redrawn"), cells);
    }
  }

  @Test
  void heldOutParametersAreNeverSeenInOrdinaryVideos() {
    Set<String> families = new HashSet<>();
    for (int index = 0; index < 200; index++) {
      for (boolean heldOut : new boolean[] {false, true}) {
        ImpactsConfig config = new ImpactsConfig(200, 9, heldOut, 1, 64, 48);
        Scene scene = ImpactsVideo.draw(config, index).scene();
        ObjectLook look = scene.sounding().look();
        assertEquals(heldOut ? 1 : 0, (int) (look.hueDegrees() / 30) % 2);
        assertEquals(heldOut ? 1 : 0, (int) ((look.diameter() - 0.18) / 0.01) % 2);
        assertEquals(heldOut ? 1 : 0, (int) (scene.background().hueDegrees() / 30) % 2);
        families.add(heldOut + " " + scene.background().family());
        assertTrue(
            scene.objects().stream()
                .limit(scene.objects().size() - 1)
                .noneMatch(mover -> mover.look().kind() == look.kind()));
      }
    }
    assertEquals(6, families.size());
    assertTrue(
        Arrays.stream(Background.Family.values())
            .noneMatch(f -> families.contains("true " + f) && families.contains("false " + f)));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ImpactsConfig(0, 1, false, 4, 128, 96));
    assertThrows(IllegalArgumentException.class, () -> new ImpactsConfig(1, 1, false, 0, 128, 96));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ImpactsConfig(1, 1, false, 4, 127, 96))
                .getMessage());
    assertTrue(message.startsWith("width must be even"), message);
    assertThrows(
        IllegalArgumentException.class,
        () -> ImpactsGenerator.generate(SMALL, temporary, 0, () -> {}));
  }
}
