package avts.datasets.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.Clip;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.ClipView;
import avts.datasets.clip.Window;
import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.NpyFile;
import avts.datasets.signal.WavFile;
import avts.datasets.testing.TestData;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFeaturesTest {
  private static final FilterBankConfig PAPER = FilterBankConfig.paper();

  @TempDir private Path folder;

  /** Through FFmpeg, in blocks, equals the filter bank of the samples as they were written. */
  @Test
  void wholeSoundEqualsTheFilterBankOfTheSamples() throws IOException, MediaException {
    SplittableRandom random = new SplittableRandom(6);
    for (int[] rateAndCount : new int[][] {{8000, 700_003}, {44_100, 30_001}, {96_000, 777}}) {
      float[] samples = new float[rateAndCount[1]];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = random.nextInt(-20_000, 20_000) / 32_768f;
      }
      Path file = folder.resolve("-a sound " + rateAndCount[0] + ".wav");
      WavFile.write(file, samples, rateAndCount[0]);
      NpyFile.Array features = FileFeatures.wholeSound(MediaSource.of(file), PAPER);
      FilterBankConfig settings = PAPER.atSampleRate(rateAndCount[0]);
      assertArrayEquals(new int[] {1, 40, settings.windows(samples.length)}, features.shape());
      assertArrayEquals(new LogFilterBank(settings).compute(samples, Float.NaN), features.values());
    }
  }

  @Test
  void realRecordingsHaveAsManyWindowsAsTheirSamplesGive() throws IOException, MediaException {
    try (Stream<Path> files = Files.list(TestData.require("fsdd"))) {
      List<Path> some =
          files.filter(file -> file.toString().endsWith(".wav")).sorted().limit(5).toList();
      assertTrue(some.size() == 5, "too few recordings");
      for (Path file : some) {
        WavFile wav = WavFile.read(file);
        FilterBankConfig settings = PAPER.atSampleRate(wav.sampleRate());
        assertArrayEquals(
            new LogFilterBank(settings).compute(wav.samples(), Float.NaN),
            FileFeatures.wholeSound(MediaSource.of(file), PAPER).values());
      }
    }
  }

  @Test
  void networkTensorsAreTheClipReaders() throws IOException, MediaException {
    MediaSource source;
    try (Stream<Path> files = Files.list(TestData.require("romanian-lips"))) {
      source =
          MediaSource.of(
              files
                  .filter(file -> file.toString().endsWith(".mp4"))
                  .max(FileFeaturesTest::compareSize)
                  .orElseThrow());
    }
    ClipConfig clip =
        new ClipConfig(
            FrameRate.of(25),
            25,
            1,
            48,
            52,
            64,
            true,
            Collections.nCopies(1, 110.0),
            Collections.nCopies(1, 50.0),
            ClipView.NATURAL);
    ClipReader clips =
        new ClipReader(clip, PAPER, AugmentConfig.off(), FeatureNormalisation.gdt(40));
    Window window = new Window(0, 5, 4800);
    NpyFile.Array video = FileFeatures.networkVideo(source, clips, window);
    NpyFile.Array audio = FileFeatures.networkAudio(source, clips, window);
    assertArrayEquals(new int[] {1, 25, 48, 48}, video.shape());
    assertArrayEquals(new int[] {1, 40, 99}, audio.shape());
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(source)) {
      Clip expected = clips.read(reader, window);
      assertArrayEquals(expected.video(), video.values());
      assertArrayEquals(expected.audio(), audio.values());
      // Real media: cutting the sound one hop later moves the features by exactly one window.
      float[] later = clips.read(reader, new Window(0, 5, 4800 + 240)).audio();
      for (int filter = 0; filter < 40; filter++) {
        assertArrayEquals(
            Arrays.copyOfRange(audio.values(), filter * 99 + 1, filter * 99 + 98),
            Arrays.copyOfRange(later, filter * 99, filter * 99 + 97));
      }
    }
  }

  private static int compareSize(Path first, Path second) {
    return Long.compare(first.toFile().length(), second.toFile().length());
  }

  @Test
  void refusesTextFiles() throws IOException {
    refused(Files.writeString(folder.resolve("text.wav"), "no sound here"), "text.wav");
  }

  @Test
  void refusesFilesWithoutSound() {
    refused(TestData.require("edge/d0.mp4"), "no sound stream");
  }

  private static void refused(Path file, String reason) {
    String message =
        assertThrows(
                MediaException.class, () -> FileFeatures.wholeSound(MediaSource.of(file), PAPER))
            .toString();
    assertTrue(message.contains(reason), message);
  }
}
