package avts.datasets.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestEntry.Content;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.FlashBeep;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaSource;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.Audio;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.media.VideoFrames;
import avts.datasets.progress.Progress;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorePreparerTest {
  private static final StoreConfig CONFIG =
      new StoreConfig(48, FrameRate.of(25), 24000, StoreConfig.Picture.MJPEG, 2, 2);

  @TempDir Path folder;

  /** A file of 3 s whose streams start at 0.31 s and 0.1 s. */
  private ManifestEntry write(String name) throws Exception {
    OutputFormat format =
        new OutputFormat(
            Container.MP4,
            Video.of(VideoCodec.MPEG4, 96, 64, new FrameRate(30000, 1001)).withStart(310_000),
            Audio.of(AudioCodec.AAC, 44100, 2).withStart(100_000));
    FlashBeep pattern = new FlashBeep(format, 90, List.of(13, 25, 38, 51, 62, 75), List.of());
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    pattern.write(file);
    Content content =
        new Content(
            false,
            310_000,
            3_313_000,
            -210_000,
            -20,
            List.of(300_000L, 1_300_000L),
            100,
            Collections.nCopies(30, -20f),
            Collections.nCopies(30, 3f));
    String hash = Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString();
    MediaInfo info = MediaProbe.probe(MediaSource.of(file));
    return new ManifestEntry(
        name,
        null,
        0,
        Files.size(file),
        hash,
        Verdict.USABLE,
        "",
        "g-" + name,
        info,
        content,
        null);
  }

  private static ManifestEntry renamed(ManifestEntry entry, String path) {
    return new ManifestEntry(
        path,
        entry.member(),
        entry.offset(),
        entry.bytes(),
        entry.sha256(),
        entry.verdict(),
        entry.reason(),
        entry.group(),
        entry.info(),
        entry.content(),
        entry.origin());
  }

  private StoreReport prepare(StoreConfig config, Manifest manifest, String store)
      throws IOException, InterruptedException {
    try (Progress progress =
        Progress.start("prepare", "files", manifest.usable().size(), Progress.Mode.QUIET)) {
      return new StorePreparer(config).prepare(manifest, folder.resolve(store), progress);
    }
  }

  @Test
  void timelineBeginsWithTheFirstWholeFrame() {
    Content content =
        new Content(
            true,
            310_000,
            3_313_000,
            0,
            -20,
            List.of(320_000L, 325_000L, 1_300_000L, 3_400_000L),
            100,
            List.of(-20f, -30f, -20f),
            List.of(1f, 2f, 4f));
    StoreTimeline timeline = StoreTimeline.of(content, FrameRate.of(25), 24000);
    // 0.31 s lies between frames 7 (0.28 s) and 8 (0.32 s); 3.313 s in frame 82.
    assertEquals(8, timeline.firstFrame());
    assertEquals(74, timeline.frames());
    assertEquals(7680, timeline.sampleAt(0));
    Content rebased = timeline.rebase(content);
    assertEquals(List.of(5000L, 980_000L), rebased.cutsMicros());
    assertEquals(0, rebased.startMicros());
    assertEquals(2_960_000, rebased.endMicros());
    assertFalse(rebased.variableFrameRate());
    // 10 ms late on steps of 100 ms: nine parts of one step, one of the next.
    assertEquals(1.1f, rebased.motion().get(0), 1e-6);
    assertEquals(2.2f, rebased.motion().get(1), 1e-6);
    assertEquals(10 * Math.log10(0.9e-2 + 0.1e-3), rebased.soundDb().get(0), 1e-4);
    Content exact =
        new Content(false, 320_000, 400_000, 0, -20, List.of(), 100, List.of(-20f), List.of(1f));
    assertEquals(8, StoreTimeline.of(exact, FrameRate.of(25), 24000).firstFrame());
    assertEquals(0, StoreTimeline.of(exact, FrameRate.of(5), 24000).frames());
  }

  @Test
  void storedFilesShowAndSoundLikeTheirOriginals() throws Exception {
    ManifestEntry entry = write("sub/ă b.mp4");
    Manifest manifest = new Manifest(folder, List.of(entry, write("sub/deeper/c.mp4")));
    for (StoreConfig.Picture picture : StoreConfig.Picture.values()) {
      StoreConfig config = new StoreConfig(48, FrameRate.of(25), 24000, picture, 2, 2);
      StoreReport report = prepare(config, manifest, "store-" + picture);
      assertEquals(List.of(), report.failures());
      assertEquals(2, report.prepared());
      Manifest store =
          Manifest.read(folder.resolve("store-" + picture).resolve(StorePreparer.MANIFEST));
      assertEquals(report.manifest(), store);
      ManifestEntry stored = store.entries().get(0);
      assertEquals("media/ă b.mp4.mov", stored.path());
      assertEquals("media/deeper/c.mp4.mov", store.entries().get(1).path());
      assertEquals("g-sub/ă b.mp4", stored.group());
      assertEquals(new ManifestEntry.Origin("sub/ă b.mp4", entry.sha256()), stored.origin());
      assertNotEquals(entry.sha256(), stored.sha256());
      assertEquals(List.of(), StorePreparer.damaged(store));
      MediaInfo info = stored.info();
      assertNotNull(info);
      MediaInfo.Video video = info.video();
      assertNotNull(video);
      assertEquals(48, video.height());
      assertEquals(FrameRate.of(25), video.rate());
      assertSame(manifest.source(0), store.source(0), picture);
    }
  }

  /** Compares the store with its original, 8 frames later on the original's timeline. */
  private static void assertSame(
      MediaSource original, MediaSource stored, StoreConfig.Picture picture) throws Exception {
    try (FfmpegMediaReader before = FfmpegMediaReader.open(original);
        FfmpegMediaReader after = FfmpegMediaReader.open(stored)) {
      VideoFrames wanted = before.readFrames(new FrameSpan(8, 74, FrameRate.of(25)), 48);
      VideoFrames got = after.readFrames(new FrameSpan(0, 74, FrameRate.of(25)), 48);
      int worst = 0;
      for (int i = 0; i < wanted.rgb().length; i++) {
        worst = Math.max(worst, Math.abs((wanted.rgb()[i] & 0xFF) - (got.rgb()[i] & 0xFF)));
      }
      assertTrue(worst <= (picture == StoreConfig.Picture.RAW ? 0 : 6), picture + " " + worst);
      float[] sound = before.readSamples(new SampleSpan(7680, 74 * 960, 24000));
      float[] kept = after.readSamples(new SampleSpan(0, 74 * 960, 24000));
      for (int n = 0; n < sound.length; n++) {
        assertEquals(sound[n], kept[n], 1.01 / 32768, "sample " + n);
      }
    }
  }

  @Test
  void aSecondRunKeepsWhatIsIntactAndMendsTheRest() throws Exception {
    List<ManifestEntry> entries = new ArrayList<>();
    for (String name : List.of("a.mp4", "b.mp4", "c.mp4")) {
      entries.add(write("in/" + name));
    }
    Manifest manifest = new Manifest(folder, entries);
    StoreReport first = prepare(CONFIG, manifest, "store");
    assertEquals(3, first.prepared());
    Path store = folder.resolve("store");
    Path damaged = store.resolve("media/b.mp4.mov");
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    assertEquals(List.of("media/b.mp4.mov"), StorePreparer.damaged(first.manifest()));
    // As a run killed while it wrote a line would leave it.
    Path journal = store.resolve("journal.jsonl");
    Files.writeString(journal, Files.readString(journal) + "{\"source_sha");
    StoreReport second = prepare(CONFIG, manifest, "store");
    assertEquals(2, second.kept());
    assertEquals(1, second.prepared());
    assertEquals(first.manifest(), second.manifest());
    assertEquals(3, prepare(CONFIG, manifest, "store").kept());
    try (Stream<Path> left = Files.list(store.resolve("media"))) {
      assertEquals(3, left.count());
    }
    // A store begun before entries named their origin, of originals indexed in another folder
    // since.
    Files.writeString(journal, Files.readString(journal).replaceAll(",\"origin\":\\{[^}]*}", ""));
    assertFalse(Files.readString(journal).contains("origin"));
    Manifest moved =
        new Manifest(
            folder.resolve("in"),
            entries.stream().map(entry -> renamed(entry, entry.path().substring(3))).toList());
    StoreReport third = prepare(CONFIG, moved, "store");
    assertEquals(3, third.kept());
    assertEquals(
        List.of("a.mp4", "b.mp4", "c.mp4"),
        third.manifest().entries().stream().map(ManifestEntry::originalName).toList());
    StoreConfig other = new StoreConfig(64, FrameRate.of(25), 24000, CONFIG.picture(), 2, 2);
    StoreException e = assertThrows(StoreException.class, () -> prepare(other, manifest, "store"));
    assertTrue(e.toString().contains("other settings"), e.toString());
  }

  @Test
  void filesThatCannotBeDecodedAreCountedWithTheirReason() throws Exception {
    ManifestEntry good = write("in/a.mp4");
    ManifestEntry cut = write("in/b.mp4");
    ManifestEntry gone = write("in/c.mp4");
    Files.write(folder.resolve("in/b.mp4"), new byte[100]);
    Files.delete(folder.resolve("in/c.mp4"));
    StoreReport report = prepare(CONFIG, new Manifest(folder, List.of(good, cut, gone)), "store");
    assertEquals(1, report.prepared());
    assertEquals(
        List.of("in/b.mp4", "in/c.mp4"),
        report.failures().stream().map(StoreReport.Failure::name).toList());
    assertTrue(report.failures().get(0).reason().contains("cannot be opened"));
    assertTrue(report.failures().get(1).reason().contains("no such file"));
    assertEquals(
        List.of("in/a.mp4", "in/b.mp4", "in/c.mp4"),
        report.manifest().entries().stream().map(ManifestEntry::originalName).toList());
    assertEquals(1, report.manifest().usable().size());
    assertEquals(3, report.manifest().entries().size());
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new StoreConfig(4, FrameRate.of(25), 24000, StoreConfig.Picture.RAW, 2, 0));
    assertEquals("small_side must lie in 8..4096, got 4", e.getMessage());
  }
}
