package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.OutputFormat.Audio;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
  private static final FrameRate RATE = FrameRate.of(25);

  @TempDir Path folder;

  private static byte[] noise(int bytes, long seed) {
    byte[] noise = new byte[bytes];
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < bytes; i++) {
      noise[i] = (byte) random.nextInt(256);
    }
    return noise;
  }

  /** A file of noise, so that every byte of it matters; its index comes first. */
  private Path write(String name, OutputFormat format, int frames, int samples)
      throws MediaException {
    Path file = folder.resolve(name);
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      Video video = format.video();
      Audio audio = format.audio();
      for (int n = 0; n < frames && video != null; n++) {
        writer.writeFrame(noise(video.width() * video.height() * 3, n));
      }
      if (audio != null) {
        float[] sound = new float[samples * audio.channels()];
        for (int i = 0; i < sound.length; i++) {
          int n = i / audio.channels();
          sound[i] = (float) (0.4 * Math.sin(0.05 * n));
        }
        writer.writeSamples(sound);
      }
      writer.finish();
    }
    return file;
  }

  private static OutputFormat mp4(int width, int height, FrameRate rate, int sampleRate) {
    return new OutputFormat(
        Container.MP4,
        Video.of(VideoCodec.MPEG4, width, height, rate),
        Audio.of(AudioCodec.AAC, sampleRate, 2));
  }

  private static void assertRefused(Path file, String reason) {
    MediaException e =
        assertThrows(MediaException.class, () -> MediaProbe.probe(MediaSource.of(file)));
    assertTrue(e.toString().contains(reason), e.toString());
    assertTrue(e.toString().contains(file.toString()), e.toString());
  }

  @Test
  void whatIsNoMediaFileIsRefused() throws IOException {
    Path empty = Files.write(folder.resolve("empty.mp4"), new byte[0]);
    assertRefused(empty, "cannot be opened");
    Path text = Files.writeString(folder.resolve("text.mp4"), "Not a film. ".repeat(1000));
    assertRefused(text, "cannot be opened");
    assertRefused(folder.resolve("absent.mp4"), "no such file");
    assertRefused(folder, "no such file");
    Path random = Files.write(folder.resolve("random.mp4"), noise(50_000, 1));
    assertThrows(MediaException.class, () -> MediaProbe.probe(MediaSource.of(random)));
  }

  @Test
  void truncatedFilesFailWithThePosition() throws Exception {
    Path whole = write("whole.mp4", mp4(64, 48, RATE, 44100), 100, 4 * 44100);
    byte[] bytes = Files.readAllBytes(whole);
    Path headless = folder.resolve("headless.mp4");
    Files.write(headless, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(headless, "cannot be opened");
    OutputFormat matroska =
        new OutputFormat(
            Container.MATROSKA,
            Video.of(VideoCodec.MPEG4, 64, 48, RATE),
            Audio.of(AudioCodec.AAC, 44100, 2));
    Path stream = write("whole.mkv", matroska, 100, 4 * 44100);
    byte[] all = Files.readAllBytes(stream);
    Files.write(stream, Arrays.copyOf(all, all.length / 2));
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(stream))) {
      reader.readFrames(new FrameSpan(0, 10, RATE), 0);
      MediaException e =
          assertThrows(
              MediaException.class, () -> reader.readFrames(new FrameSpan(75, 25, RATE), 0));
      assertTrue(e.toString().contains("the pictures end at 1."), e.toString());
    }
  }

  @Test
  void flippedBitsNeverCrash() throws Exception {
    Path whole = write("flip.mp4", mp4(64, 48, RATE, 16000), 50, 32000);
    byte[] bytes = Files.readAllBytes(whole);
    int failed = 0;
    for (int seed = 0; seed < 60; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      byte[] flipped = bytes.clone();
      for (int i = 0; i < 1 + seed; i++) {
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Path file = Files.write(folder.resolve("flipped.mp4"), flipped);
      try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
        assertEquals(50, reader.readFrames(new FrameSpan(0, 50, RATE), 32).frames());
        assertEquals(32000, reader.readSamples(new SampleSpan(0, 32000, 16000)).length);
      } catch (MediaException e) {
        failed++;
        assertTrue(e.toString().contains("flipped.mp4"), e.toString());
      }
    }
    assertTrue(failed > 5, failed + " of 60 damaged files were noticed");
  }

  @Test
  void smallestPicturesAndOddRatesAreRead() throws MediaException {
    OutputFormat tiny =
        new OutputFormat(
            Container.MOV, Video.of(VideoCodec.RAW, 1, 1, RATE), Audio.of(AudioCodec.PCM, 8000, 1));
    Path file = write("tiny.mov", tiny, 25, 8000);
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      VideoFrames frames = reader.readFrames(new FrameSpan(0, 25, RATE), 0);
      assertEquals(1, frames.width());
      assertEquals(noise(3, 7)[1], frames.rgb()[7 * 3 + 1]);
      assertEquals(16, reader.readFrames(new FrameSpan(0, 2, RATE), 16).height());
      assertEquals(24000, reader.readSamples(new SampleSpan(0, 24000, 24000)).length);
    }
    for (int fps : new int[] {10, 60}) {
      Path other = write(fps + ".mp4", mp4(32, 32, FrameRate.of(fps), 8000), 2 * fps, 16000);
      try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(other))) {
        MediaInfo.Video video = reader.info().video();
        assertNotNull(video);
        assertEquals(FrameRate.of(fps), video.rate());
        VideoFrames frames = reader.readFrames(new FrameSpan(0, 50, RATE), 0);
        VideoFrames own = reader.readFrames(new FrameSpan(0, 2 * fps, FrameRate.of(fps)), 0);
        for (int k = 0; k < 50; k++) {
          int shown = k * fps / 25;
          assertTrue(
              Arrays.equals(
                  frames.rgb(),
                  k * 3072,
                  (k + 1) * 3072,
                  own.rgb(),
                  shown * 3072,
                  (shown + 1) * 3072),
              fps + " fps, frame " + k);
        }
      }
    }
  }

  @Test
  void rotationIsApplied() throws MediaException {
    int[][] topLeftComesFrom = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    for (int quarter = 0; quarter < 4; quarter++) {
      OutputFormat format =
          new OutputFormat(
              Container.MOV, Video.of(VideoCodec.RAW, 4, 2, RATE).withRotation(quarter * 90), null);
      Path file = folder.resolve("turned" + quarter + ".mov");
      // The four corners are told apart by their red.
      byte[] picture = new byte[4 * 2 * 3];
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 4; x++) {
          picture[(y * 4 + x) * 3] = (byte) (100 * y + 10 * x);
        }
      }
      try (MediaWriter writer = MediaWriter.create(file, format)) {
        writer.writeFrame(picture);
        writer.finish();
      }
      try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
        MediaInfo.Video video = reader.info().video();
        assertNotNull(video);
        assertEquals(quarter * 90, video.rotationDegrees());
        VideoFrames frames = reader.readFrames(new FrameSpan(0, 1, RATE), 0);
        assertEquals(quarter % 2 == 0 ? 4 : 2, frames.width());
        assertEquals(frames.width(), video.width());
        // Turned clockwise by a quarter, the bottom left corner comes to the top left.
        int[] corner = topLeftComesFrom[quarter];
        int red = 100 * corner[1] + 30 * corner[0];
        assertEquals(red, frames.rgb()[0] & 0xFF, "quarter " + quarter);
      }
    }
  }

  @Test
  void surroundSoundIsMixedWithoutEffects() throws MediaException {
    OutputFormat format = new OutputFormat(Container.MOV, null, Audio.of(AudioCodec.PCM, 16000, 6));
    Path file = folder.resolve("surround.mov");
    float[] levels = {0.1f, 0.2f, 0.3f, 0.9f, 0.4f, 0.5f};
    float[] sound = new float[6 * 16000];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = levels[i % 6];
    }
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      writer.writeSamples(sound);
      writer.finish();
    }
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      float[] mono = reader.readSamples(new SampleSpan(0, 16000, 16000));
      assertEquals(0.3, mono[8000], 1e-4);
      MediaException e =
          assertThrows(MediaException.class, () -> reader.readFrames(new FrameSpan(0, 1, RATE), 0));
      assertTrue(e.toString().contains("no picture stream"), e.toString());
    }
  }

  @Test
  void beyondTheSoundThereIsSilence() throws MediaException {
    Path file = write("long.mp4", mp4(32, 32, RATE, 16000), 25, 3 * 16000);
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      float[] samples = reader.readSamples(new SampleSpan(-1000, 80_000, 16000));
      for (int n = 0; n < 900; n++) {
        assertEquals(0f, samples[n]);
      }
      assertTrue(Math.abs(samples[40_000]) + Math.abs(samples[40_020]) > 0.1);
      for (int n = 1000 + 3 * 16000 + 1100; n < samples.length; n++) {
        assertEquals(0f, samples[n], "sample " + n);
      }
    }
  }

  @Test
  void anyNameAndAnyStretchCanBeRead() throws Exception {
    Path plain = write("plain.mp4", mp4(32, 32, RATE, 16000), 25, 16000);
    byte[] bytes = Files.readAllBytes(plain);
    for (String name :
        new String[] {
          "two words.mp4", "ață și-ün.mp4", "-dash.mp4", "a\nb.mp4", "c:d%20e.mp4", "concat|x.mp4"
        }) {
      Path file = Files.write(folder.resolve(name), bytes);
      assertNotNull(MediaProbe.probe(MediaSource.of(file)).video(), name);
    }
    Path shard = folder.resolve("shard -ü\n,:.tar");
    byte[] around = new byte[bytes.length + 3000];
    System.arraycopy(bytes, 0, around, 1234, bytes.length);
    Files.write(shard, around);
    try (FfmpegMediaReader whole = FfmpegMediaReader.open(MediaSource.of(plain));
        FfmpegMediaReader part =
            FfmpegMediaReader.open(new MediaSource(shard, 1234, bytes.length))) {
      assertEquals(whole.info(), part.info());
      FrameSpan span = new FrameSpan(3, 20, RATE);
      assertTrue(Arrays.equals(whole.readFrames(span, 16).rgb(), part.readFrames(span, 16).rgb()));
    }
  }

  @Test
  void aFileThatIsNotFinishedLeavesNothing() throws MediaException {
    Path file = folder.resolve("unfinished.mp4");
    try (MediaWriter writer = MediaWriter.create(file, mp4(32, 32, RATE, 16000))) {
      writer.writeFrame(noise(32 * 32 * 3, 0));
      assertThrows(IllegalArgumentException.class, () -> writer.writeFrame(new byte[3]));
    }
    assertFalse(Files.exists(file));
    Path nowhere = folder.resolve("no/such/folder.mp4");
    MediaException e =
        assertThrows(
            MediaException.class,
            () -> {
              try (MediaWriter writer = MediaWriter.create(nowhere, mp4(32, 32, RATE, 16000))) {
                writer.finish();
              }
            });
    assertTrue(e.toString().contains("cannot be created"), e.toString());
  }
}
