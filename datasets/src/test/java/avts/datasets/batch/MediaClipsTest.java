package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.Clip;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.clip.Window;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairConfig;
import avts.datasets.pair.PairSampler;
import avts.datasets.pair.TestFiles;
import avts.datasets.random.Seeds;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.testing.SynthFixture;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaClipsTest {
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25),
          15,
          3,
          32,
          32,
          40,
          true,
          List.of(110.0, 110.0, 110.0),
          List.of(60.0, 60.0, 60.0),
          ClipView.NATURAL);
  private static final FilterBankConfig FEATURES =
      new FilterBankConfig(16_000, 0.02, 0.01, 512, 20, 0.97);
  private static final PairConfig PAIRS =
      new PairConfig(PairConfig.Mode.NO_OVERLAP, 0.5, 0.12, 0.5, -100, 0);
  private static final AugmentConfig AUGMENT = new AugmentConfig(6, 0.5, 10, 30, 1, 10, 1, 4, 0, 0);
  private static final NegativeMix MIX = new NegativeMix(0.5, 0.25, 0.25);
  private static final Seeds SEEDS = new Seeds(9);

  @TempDir Path folder;

  @Test
  void realFilesGiveTheSameBatchesForAnyNumberOfThreads() throws Exception {
    Manifest manifest = manifest(SynthFixture.ordinary(8, 31));
    List<Batch> one = load(manifest, 1);
    List<Batch> three = load(manifest, 3);
    assertEquals(2, one.size());
    for (int i = 0; i < one.size(); i++) {
      assertEquals(one.get(i).windows(), three.get(i).windows());
      assertArrayEquals(one.get(i).video(), three.get(i).video());
      assertArrayEquals(one.get(i).audio(), three.get(i).audio());
    }
    Batch batch = one.get(0);
    assertEquals(8 * 3 * 15 * 32 * 32, batch.video().length);
    assertEquals(8 * 20 * 59, batch.audio().length);
    for (float value : batch.video()) {
      assertTrue(value >= -110f / 60 - 1e-4 && value <= 145f / 60 + 1e-4);
    }
  }

  @Test
  void keptMediaGiveTheSameBatches() throws Exception {
    Manifest manifest = manifest(SynthFixture.ordinary(8, 31));
    AugmentConfig masks = new AugmentConfig(0, 0, 10, 30, 1, 10, 1, 4, 0.1, 0.1);
    for (AugmentConfig augment : List.of(AUGMENT, masks)) {
      MediaClips plain = clips(manifest, augment);
      List<Batch> expected = load(manifest, plain, 1, 3);
      // Nothing fits; a part fits; all fits. The second and third epoch find what the first kept.
      for (long megabytes : new long[] {0, 8, 64}) {
        List<Batch> kept = load(manifest, plain.keeping(megabytes << 20), 2, 3);
        assertEquals(expected.size(), kept.size());
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i).windows(), kept.get(i).windows());
          assertArrayEquals(expected.get(i).video(), kept.get(i).video());
          assertArrayEquals(expected.get(i).audio(), kept.get(i).audio());
        }
      }
    }
  }

  @Test
  void whatIsKeptIsNotReadAgain() throws Exception {
    Files.copy(
        SynthFixture.ordinary(8, 31)
            .resolve(manifest(SynthFixture.ordinary(8, 31)).entries().get(0).path()),
        folder.resolve("a.mp4"));
    Manifest manifest = manifest(folder);
    AugmentConfig off = AugmentConfig.off();
    MediaClips kept = clips(manifest, off).keeping(64 << 20);
    Window window = new Window(0, 10, 6400);
    Clip first = read(kept, window);
    Files.delete(folder.resolve("a.mp4"));
    Clip second = read(kept, window);
    assertArrayEquals(first.video(), second.video());
    assertArrayEquals(first.audio(), second.audio());
    // Pictures that were not read before, and sound off the grid of the hops.
    assertThrows(MediaException.class, () -> read(kept, new Window(0, 40, 6400)));
    assertThrows(MediaException.class, () -> read(kept, new Window(0, 10, 6401)));
    assertThrows(MediaException.class, () -> read(clips(manifest, off), window));
  }

  private static Clip read(MediaClips clips, Window window) throws MediaException {
    Clip clip = new Clip(new float[clips.videoLength()], new float[clips.audioLength()]);
    try (ClipSource.Reader reader = clips.open(window.file())) {
      reader.readVideo(window, null, clip.video(), 0);
      reader.readAudio(window, null, clip.audio(), 0);
    }
    return clip;
  }

  @Test
  void evaluationClipsEqualTheReadersOwn() throws Exception {
    Manifest manifest = manifest(SynthFixture.ordinary(8, 31));
    MediaClips clips = clips(manifest);
    List<Window> windows =
        List.of(new Window(0, 10, 6400), new Window(0, 12, 7680), new Window(3, 0, 0));
    float[] expected = new float[clips.videoLength()];
    try (ClipSource.Reader reader = clips.open(3)) {
      reader.readVideo(windows.get(2), null, expected, 0);
    }
    try (BatchSource<ClipBatch> batches =
        ClipBatches.open(
            clips, ClipBatches.Streams.VIDEO, windows, new BatchConfig(4, 2, 1, 1, 2, 2))) {
      float[] video = batches.next().video();
      float[] third = new float[expected.length];
      System.arraycopy(video, 2 * expected.length, third, 0, third.length);
      assertArrayEquals(expected, third);
    }
  }

  @Test
  void statisticsNormaliseWhatTheyWereMeasuredOn() throws Exception {
    Manifest manifest = manifest(SynthFixture.ordinary(8, 31));
    PairSampler sampler = sampler(manifest);
    BatchConfig one = new BatchConfig(4, 2, 1, 1, 1, 1);
    BatchConfig three = new BatchConfig(3, 1, 1, 1, 3, 2);
    DatasetStatistics found = DatasetStatistics.measure(sampler, clips(manifest), 40, one, SEEDS);
    assertEquals(found, DatasetStatistics.measure(sampler, clips(manifest), 40, three, SEEDS));
    ClipConfig normalised =
        new ClipConfig(
            CLIP.frameRate(),
            CLIP.frames(),
            3,
            CLIP.size(),
            CLIP.smallSideMin(),
            CLIP.smallSideMax(),
            true,
            found.pixelMean(),
            found.pixelStd(),
            CLIP.view());
    MediaClips clips =
        new MediaClips(manifest, normalised, FEATURES, AugmentConfig.off(), found.features());
    double[] sums = new double[4];
    long pixels = 0;
    long features = 0;
    try (BatchSource<ClipBatch> batches =
        ClipBatches.open(
            clips, ClipBatches.Streams.BOTH, DatasetStatistics.sample(sampler, 40, SEEDS), one)) {
      while (batches.hasNext()) {
        ClipBatch batch = batches.next();
        for (float value : batch.video()) {
          sums[0] += value;
          sums[1] += (double) value * value;
        }
        for (float value : batch.audio()) {
          sums[2] += value;
          sums[3] += (double) value * value;
        }
        pixels += batch.video().length;
        features += batch.audio().length;
      }
    }
    assertEquals(0, sums[0] / pixels, 1e-3);
    assertEquals(1, sums[1] / pixels, 1e-3);
    assertEquals(0, sums[2] / features, 1e-3);
    assertEquals(1, sums[3] / features, 1e-3);
    assertThrows(
        IllegalArgumentException.class,
        () -> DatasetStatistics.measure(sampler, clips(manifest), 0, one, SEEDS));
  }

  @Test
  void aFileThatVanishedIsNamed() throws Exception {
    Path source = SynthFixture.ordinary(8, 31);
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    Manifest manifest = manifest(folder);
    String gone = manifest.entries().get(5).path();
    Files.delete(folder.resolve(gone));
    MediaException thrown = assertThrows(MediaException.class, () -> load(manifest, 2));
    assertTrue(String.valueOf(thrown.getMessage()).contains(gone), thrown.getMessage());
  }

  private static List<Batch> load(Manifest manifest, int workers)
      throws MediaException, InterruptedException {
    return load(manifest, clips(manifest), workers, 1);
  }

  private static List<Batch> load(Manifest manifest, MediaClips clips, int workers, int epochs)
      throws MediaException, InterruptedException {
    BatchConfig config = new BatchConfig(4, 2, 1, 1, workers, 2);
    BatchLoader loader =
        new BatchLoader(
            new EpochPlanner(sampler(manifest), manifest.entries(), config, SEEDS),
            clips,
            config,
            SEEDS);
    List<Batch> batches = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      try (BatchSource<Batch> source = loader.open(epoch, MIX, 0)) {
        while (source.hasNext()) {
          batches.add(source.next());
        }
      }
    }
    return batches;
  }

  private static MediaClips clips(Manifest manifest) {
    return clips(manifest, AUGMENT);
  }

  private static MediaClips clips(Manifest manifest, AugmentConfig augment) {
    return new MediaClips(manifest, CLIP, FEATURES, augment, FeatureNormalisation.gdt(20));
  }

  private static PairSampler sampler(Manifest manifest) {
    return new PairSampler(manifest.entries(), manifest.usable(), CLIP.grid(16_000), PAIRS);
  }

  private static Manifest manifest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<ManifestEntry> entries =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".mp4"))
              .sorted()
              .map(name -> TestFiles.file(name, 3.9))
              .toList();
      return new Manifest(folder, entries);
    }
  }
}
