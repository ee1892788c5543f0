package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaSource;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairConfig;
import avts.datasets.pair.PairKind;
import avts.datasets.pair.PairSampler;
import avts.datasets.random.Seeds;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.testing.TestData;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealClipsTest {
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25),
          10,
          1,
          48,
          48,
          54,
          true,
          List.of(110.0),
          List.of(60.0),
          ClipView.NATURAL);
  private static final FilterBankConfig FEATURES =
      new FilterBankConfig(16_000, 0.025, 0.01, 512, 40, 0.97);

  @Test
  void anEpochOfRealClipsUpToTheEndsOfTheFiles() throws Exception {
    Manifest manifest = manifest(TestData.require("romanian-lips"));
    assertEquals(49, manifest.entries().size());
    BatchConfig config = new BatchConfig(8, 4, 1, 1, 2, 3);
    Seeds seeds = new Seeds(3);
    PairSampler sampler =
        new PairSampler(
            manifest.entries(),
            manifest.usable(),
            CLIP.grid(FEATURES.sampleRate()),
            new PairConfig(PairConfig.Mode.START_GAP, 0.5, 0.08, 0.36, -120, 0));
    assertTrue(sampler.counts(4).tooShortForHard() >= 1, sampler.counts(4).summary());
    MediaClips clips =
        new MediaClips(manifest, CLIP, FEATURES, AugmentConfig.off(), FeatureNormalisation.gdt(40));
    BatchLoader loader =
        new BatchLoader(
            new EpochPlanner(sampler, manifest.entries(), config, seeds), clips, config, seeds);
    Set<Integer> seen = new HashSet<>();
    try (BatchSource<Batch> source = loader.open(0, new NegativeMix(0.25, 0.75, 0), 0)) {
      while (source.hasNext()) {
        Batch batch = source.next();
        assertEquals(24, Collections.frequency(batch.kinds(), PairKind.HARD));
        batch.windows().forEach(window -> seen.add(window.file()));
        for (float value : batch.video()) {
          assertTrue(Float.isFinite(value));
        }
        for (float value : batch.audio()) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
    // 36 visits are for hard pairs, in turn to the files with room; 12 are for easy ones, to
    // others.
    assertTrue(seen.size() >= 40, seen.size() + " files were visited");
  }

  private static Manifest manifest(Path folder) throws IOException, MediaException {
    List<ManifestEntry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".mp4")).sorted().toList()) {
        entries.add(entry(file));
      }
    }
    return new Manifest(folder, entries);
  }

  /** Takes what the header says for true and every moment for decidable. */
  private static ManifestEntry entry(Path file) throws IOException, MediaException {
    MediaInfo info = MediaProbe.probe(MediaSource.of(file));
    MediaInfo.Video video = info.video();
    MediaInfo.Audio audio = info.audio();
    if (video == null || audio == null) {
      throw new AssertionError(file + " lacks a stream");
    }
    long start = Math.max(video.startMicros(), audio.startMicros());
    long end =
        Math.min(
            video.startMicros() + video.durationMicros(),
            audio.startMicros() + audio.durationMicros());
    int steps = (int) ((end - start) / 100_000 + 1);
    String name = file.getFileName().toString();
    return new ManifestEntry(
        name,
        null,
        0,
        Files.size(file),
        "",
        Verdict.USABLE,
        "",
        name,
        info,
        new ManifestEntry.Content(
            false,
            start,
            end,
            0,
            -20,
            List.of(),
            100,
            Collections.nCopies(steps, -20f),
            Collections.nCopies(steps, 2f)),
        null);
  }
}
