package avts.pretrain.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.MediaClips;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.manifest.Manifest;
import avts.datasets.media.FlashBeep;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import avts.pretrain.eval.Embedder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores real files whose flashes and beeps lie where they were put. */
class ScoreMapperTest {
  private static final FilterBankConfig FEATURES =
      new FilterBankConfig(16_000, 0.02, 0.01, 512, 16, 0.97);
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25),
          25,
          1,
          24,
          24,
          24,
          false,
          List.of(0.0),
          List.of(255.0),
          ClipView.NATURAL);
  private static final int WINDOWS = FEATURES.windows(CLIP.samples(16_000));

  @TempDir Path folder;

  /** Brightness every 10 ms against loudness every 10 ms: a product, great where both are. */
  private static final class FlashDetector implements Embedder {
    @Override
    public float[] embedVideo(float[] video, int n) {
      float[] bright = new float[n * WINDOWS];
      for (int clip = 0; clip < n; clip++) {
        for (int t = 0; t < WINDOWS; t++) {
          int frame = Math.min(24, t / 4);
          bright[clip * WINDOWS + t] = video[(clip * 25 + frame) * 24 * 24 + 300];
        }
      }
      return bright;
    }

    @Override
    public float[] embedAudio(float[] audio, int n) {
      float[] loud = new float[n * WINDOWS];
      for (int clip = 0; clip < n; clip++) {
        for (int t = 0; t < WINDOWS; t++) {
          loud[clip * WINDOWS + t] = audio[(clip * 16 + 5) * WINDOWS + t] > 0 ? 1 : 0;
        }
      }
      return loud;
    }

    @Override
    public float[] score(float[] video, float[] audio, int n) {
      float[] scores = new float[n];
      for (int i = 0; i < n * WINDOWS; i++) {
        scores[i / WINDOWS] += video[i] * audio[i];
      }
      return scores;
    }

    @Override
    public int embeddingSize() {
      return WINDOWS;
    }
  }

  private static final ScoreMapper MAPPER =
      new ScoreMapper(
          new FlashDetector(),
          new MediaClips(
              new Manifest(Path.of("."), List.of()),
              CLIP,
              FEATURES,
              AugmentConfig.off(),
              FeatureNormalisation.none(16)),
          CLIP,
          16_000,
          new BatchConfig(4, 2, 1, 1, 2, 2),
          new LagRange(200, 20));

  /** Returns the mean of the offsets with the highest sum of scores. */
  private static double best(ScoreMap map) {
    double[] sums = new double[map.lags().count()];
    for (ScoreMap.Row row : map.rows()) {
      for (int lag = 0; lag < sums.length; lag++) {
        sums[lag] += Float.isNaN(row.scores()[lag]) ? 0 : row.scores()[lag];
      }
    }
    double greatest = Arrays.stream(sums).max().orElseThrow();
    double weighted = 0;
    double weight = 0;
    for (int lag = 0; lag < sums.length; lag++) {
      double share = Math.max(0, sums[lag] - 0.5 * greatest);
      weighted += share * map.lags().millis(lag);
      weight += share;
    }
    return weighted / weight;
  }

  private SyncTrack file(FrameRate rate, long videoStart, long audioStart) throws MediaException {
    Path file = folder.resolve("flash-" + rate.numerator() + "-" + videoStart + ".mov");
    FlashBeep.regular(
            new OutputFormat(
                Container.MOV,
                OutputFormat.Video.of(VideoCodec.MJPEG, 48, 48, rate).withStart(videoStart),
                OutputFormat.Audio.of(AudioCodec.PCM, 48_000, 1).withStart(audioStart)),
            5)
        .write(file);
    MediaSource source = MediaSource.of(file);
    return new SyncTrack(
        source,
        source,
        Math.max(videoStart, audioStart),
        4_900_000,
        List.of(),
        0,
        SyncTrack.Removed.NOTHING);
  }

  private static double measure(SyncTrack track) throws MediaException, InterruptedException {
    return best(MAPPER.map(track, micros -> {}));
  }

  @Test
  void shiftsOfTheSoundMoveThePeak() throws MediaException, InterruptedException {
    SyncTrack track = file(FrameRate.of(25), 0, 0);
    double zero = measure(track);
    assertEquals(-30, zero, 3, "a flash lasts 120 ms, a beep 60 ms");
    for (long micros : new long[] {137_300, -111_700}) {
      assertEquals(
          micros / 1000.0, measure(track.withSoundLater(micros)) - zero, 10, micros + " us");
    }
  }

  @Test
  void ratesAndPhasesOffTheGridAreMadeUpFor() throws MediaException, InterruptedException {
    double zero = measure(file(FrameRate.of(25), 0, 0));
    assertEquals(zero, measure(file(FrameRate.of(25), 13_000, 13_000)), 4);
    assertEquals(zero, measure(file(FrameRate.of(25), 33_000, 0)), 4);
    // A flash of three pictures lasts 60 ms here, as long as a beep.
    assertEquals(0, measure(file(FrameRate.of(50), 0, 0)), 12);
  }

  @Test
  void windowsStayInTheirShotAndInTheFile() throws MediaException, InterruptedException {
    SyncTrack whole = file(FrameRate.of(25), 0, 0);
    SyncTrack cut =
        new SyncTrack(
            whole.source(),
            whole.sound(),
            0,
            4_900_000,
            List.of(1_500_000L, 2_000_000L),
            0,
            SyncTrack.Removed.NOTHING);
    ScoreMap map = MAPPER.map(cut, micros -> {});
    // 1.5 s hold three windows of 1 s at steps of 0.2 s, 0.5 s none, 2.9 s ten.
    assertEquals(3, map.rows().stream().filter(row -> row.shot() == 0).count());
    assertEquals(0, map.rows().stream().filter(row -> row.shot() == 1).count());
    assertEquals(10, map.rows().stream().filter(row -> row.shot() == 2).count());
    assertEquals(500_000, map.rows().get(0).micros());
    float[] first = map.rows().get(0).scores();
    // Before the file there is no sound.
    assertTrue(Float.isNaN(first[0]) && Float.isNaN(first[9]) && !Float.isNaN(first[10]));
    float[] last = map.rows().get(map.rows().size() - 1).scores();
    assertTrue(!Float.isNaN(last[0]) && Float.isNaN(last[20]));
  }

  @Test
  void stretchesOfALongFileJoinWithoutASeam() throws MediaException, InterruptedException {
    SyncTrack track = file(FrameRate.of(25), 0, 0);
    SyncTrack later =
        new SyncTrack(
            track.source(),
            track.sound(),
            1_000_000,
            4_900_000,
            List.of(),
            0,
            SyncTrack.Removed.NOTHING);
    ScoreMap all = MAPPER.map(track, micros -> {});
    ScoreMap part = MAPPER.map(later, micros -> {});
    ScoreMap.Row expected =
        all.rows().stream().filter(row -> row.micros() == 2_500_000).findFirst().orElseThrow();
    ScoreMap.Row found =
        part.rows().stream().filter(row -> row.micros() == 2_500_000).findFirst().orElseThrow();
    for (int lag = 0; lag < expected.scores().length; lag++) {
      if (!Float.isNaN(found.scores()[lag])) {
        assertEquals(expected.scores()[lag], found.scores()[lag], 1e-6);
      }
    }
  }

  @Test
  void nothingIsLeftOfAFileShorterThanAClip() throws MediaException, InterruptedException {
    SyncTrack track = file(FrameRate.of(25), 0, 0).middle(900_000);
    assertTrue(MAPPER.map(track, micros -> {}).rows().isEmpty());
  }
}
