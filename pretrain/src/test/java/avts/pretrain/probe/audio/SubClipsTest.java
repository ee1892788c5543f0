package avts.pretrain.probe.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.signal.WavFile;
import avts.datasets.time.SlidingWindows;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.engine.LayerMaps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubClipsTest {
  private static final int RATE = 16_000;
  private static final PretrainConfig CONFIG =
      ConfigReader.read(
              Path.of(System.getProperty("avts.projectdir")).resolve("configs/quickstart.yaml"),
              List.of(),
              PretrainConfig.class)
          .value();
  private static final SlidingWindows HALVES = new SlidingWindows(CONFIG.grid(), 0.5);

  @TempDir Path folder;

  /** Noise of so many seconds, then zeros up to {@code seconds}. */
  private Recording padded(String name, double sounding, double seconds) throws IOException {
    float[] samples = new float[(int) (seconds * RATE)];
    Random random = new Random(1);
    for (int i = 0; i < sounding * RATE; i++) {
      samples[i] = 0.2f * (2 * random.nextFloat() - 1);
    }
    Path file = folder.resolve(name);
    WavFile.write(file, samples, RATE);
    return new Recording(name, file, "noise", name);
  }

  private static SubClips read(Recording... recordings) throws MediaException {
    return SubClips.read(List.of(recordings), CONFIG, HALVES, () -> {});
  }

  /**
   * Sub-clips of 1 s begin at 0, 0.52, 1, 1.52, ... Of 2.3 s of sound they hold 1, 1, 1, 0.78, 0.3,
   * 0, ... s, so the fifth and later ones are dropped.
   */
  @Test
  void paddingIsDropped() throws IOException, MediaException {
    SubClips clips = read(padded("full.wav", 3, 3), padded("padded.wav", 2.3, 5));
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 1, 1, 1, 1}, clips.owners());
    assertEquals(5, clips.dropped());
  }

  @Test
  void theLeastSilentSubClipStays() throws IOException, MediaException {
    SubClips clips = read(padded("short.wav", 0.3, 5), padded("silent.wav", 0, 2));
    assertArrayEquals(new int[] {0, 1}, clips.owners());
    assertEquals(8 + 2, clips.dropped());
    double loudest = -1;
    for (float value : clips.logMel().get(0)) {
      assertTrue(value >= 0, "digital silence is raised to the noise of 16 bits");
      loudest = Math.max(loudest, value);
    }
    assertTrue(loudest > 10, "the sub-clip with the sound stays");
  }

  @Test
  void soundsShorterThanASubClipAreTakenWhole() throws IOException, MediaException {
    SubClips clips = read(padded("short.wav", 0.6, 0.6));
    assertArrayEquals(new int[] {0}, clips.owners());
    assertEquals(0, clips.dropped());
  }

  @Test
  void whatIsNoSoundIsNamed() {
    Recording absent = new Recording("x.wav", folder.resolve("x.wav"), "noise", "x");
    assertTrue(
        String.valueOf(assertThrows(MediaException.class, () -> read(absent)).getMessage())
            .contains("x.wav"));
  }

  @Test
  void silenceIsTheShareOfQuietBlocks() {
    float[] samples = new float[RATE];
    Arrays.fill(samples, 0, RATE / 4, 0.01f);
    assertEquals(0.75, SubClips.silence(samples, RATE), 1e-12);
    samples[RATE - 1] = -0.001f;
    assertEquals(0.74, SubClips.silence(samples, RATE), 1e-12);
  }

  /** Two filters over three windows: 1, 3, 2 and 5, 5, 5. */
  @Test
  void statisticsByHand() {
    float[] statistics = LogMelStatistics.of(new float[] {1, 3, 2, 5, 5, 5}, 2);
    assertEquals(3 * (2 + 13), statistics.length);
    assertEquals(2, statistics[0], 1e-6);
    assertEquals(Math.sqrt(2.0 / 3), statistics[1], 1e-6);
    assertEquals(1.5, statistics[2], 1e-6);
    assertArrayEquals(new float[] {5, 0, 0}, Arrays.copyOfRange(statistics, 3, 6), 1e-6f);
    // First coefficient: (a - b) cos(pi / 4), that is (a - b) / sqrt(2), of -4, -2, -3.
    assertEquals(-3 / Math.sqrt(2), statistics[6], 1e-5);
    assertEquals(Math.sqrt(1.0 / 3), statistics[7], 1e-5);
    assertEquals(1.5 / Math.sqrt(2), statistics[8], 1e-5);
  }

  /** One channel of four rows and two columns, in two bands. */
  @Test
  void mapsArePooledByBands() {
    LayerMaps maps =
        new LayerMaps(
            new float[] {1, 2, 3, 6, 0, 0, 0, 8, 1, 1, 1, 1, 2, 2, 2, 2}, List.of(1, 4, 2));
    float[][] rows = new MapStatistics(2).of(maps);
    assertArrayEquals(new float[] {3, 6, 2, 8}, rows[0]);
    assertArrayEquals(new float[] {1, 1, 2, 2}, rows[1]);
    assertArrayEquals(new float[] {2.5f, 8}, new MapStatistics(1).of(maps)[0]);
    assertThrows(IllegalArgumentException.class, () -> new MapStatistics(5).of(maps));
  }
}
