package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  @TempDir Path folder;

  private static final FrameRate RATE = FrameRate.of(25);

  /** A picture whose gray says its number: 8 levels apart. */
  private static byte[] picture(int width, int height, int number) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) gray(number));
    return rgb;
  }

  private static int gray(int number) {
    return 16 + number % 25 * 8;
  }

  private static float[] tone(int samples, int rate) {
    float[] tone = new float[samples];
    for (int n = 0; n < samples; n++) {
      tone[n] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * n / rate));
    }
    return tone;
  }

  private Path write(String name, OutputFormat format, int frames) throws MediaException {
    Path file = folder.resolve(name);
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      Video video = format.video();
      Audio audio = format.audio();
      for (int n = 0; n < frames && video != null; n++) {
        writer.writeFrame(picture(video.width(), video.height(), n));
      }
      if (audio != null) {
        int samples = audio.sampleRate() * frames / 25;
        float[] mono = tone(samples, audio.sampleRate());
        float[] all = new float[samples * audio.channels()];
        for (int i = 0; i < all.length; i++) {
          all[i] = mono[i / audio.channels()];
        }
        writer.writeSamples(all);
      }
      writer.finish();
    }
    return file;
  }

  private static void assertPictures(VideoFrames frames, int first) {
    int bytes = frames.height() * frames.width() * 3;
    for (int k = 0; k < frames.frames(); k++) {
      int middle = k * bytes + (frames.height() / 2 * frames.width() + frames.width() / 2) * 3;
      assertEquals(gray(first + k), frames.rgb()[middle] & 0xFF, 3.9, "frame " + k);
    }
  }

  @Test
  void picturesAndSoundComeBackFromEachFormat() throws MediaException {
    for (VideoCodec codec : VideoCodec.values()) {
      AudioCodec sound =
          codec == VideoCodec.H264 || codec == VideoCodec.MPEG4 ? AudioCodec.AAC : AudioCodec.PCM;
      Container container = sound == AudioCodec.AAC ? Container.MP4 : Container.MOV;
      OutputFormat format =
          new OutputFormat(container, Video.of(codec, 96, 64, RATE), Audio.of(sound, 16000, 1));
      Path file = write(codec + "." + container.muxer(), format, 50);
      try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
        MediaInfo.Video video = reader.info().video();
        MediaInfo.Audio audio = reader.info().audio();
        assertNotNull(video);
        assertNotNull(audio);
        assertEquals(RATE, video.rate());
        assertEquals(0, video.startMicros());
        assertEquals(0, audio.startMicros());
        assertEquals(2_000_000, video.durationMicros());
        assertEquals(2_000_000, (double) audio.durationMicros(), 1000);
        VideoFrames all = reader.readFrames(new FrameSpan(0, 50, RATE), 0);
        assertPictures(all, 0);
        VideoFrames later = reader.readFrames(new FrameSpan(30, 20, RATE), 0);
        assertPictures(later, 30);
        VideoFrames small = reader.readFrames(new FrameSpan(7, 3, RATE), 32);
        assertEquals(48, small.width());
        assertEquals(32, small.height());
        assertPictures(small, 7);
        float[] samples = reader.readSamples(new SampleSpan(0, 32000, 16000));
        float[] expected = tone(32000, 16000);
        double difference = 0;
        for (int n = 1000; n < 31000; n++) {
          difference = Math.max(difference, Math.abs(samples[n] - expected[n]));
        }
        assertTrue(difference < (sound == AudioCodec.PCM ? 1e-4 : 0.02), codec + " " + difference);
      }
    }
  }

  @Test
  void sameInputGivesSameBytes() throws Exception {
    for (VideoCodec codec : VideoCodec.values()) {
      OutputFormat format =
          new OutputFormat(
              codec == VideoCodec.RAW ? Container.MOV : Container.MP4,
              Video.of(codec, 64, 48, RATE),
              Audio.of(codec == VideoCodec.RAW ? AudioCodec.PCM : AudioCodec.AAC, 44100, 2));
      byte[] once = Files.readAllBytes(write("once", format, 30));
      byte[] again = Files.readAllBytes(write("again", format, 30));
      assertArrayEquals(once, again, codec.toString());
    }
  }

  @Test
  void anyOrderOfReadingGivesTheSameBits() throws MediaException {
    OutputFormat format =
        new OutputFormat(
            Container.MP4,
            Video.of(VideoCodec.MPEG4, 64, 48, RATE).withGroups(25, 2),
            Audio.of(AudioCodec.AAC, 44100, 2));
    Path file = write("order.mp4", format, 25 * 24);
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      byte[] frames = reader.readFrames(new FrameSpan(0, 600, RATE), 0).rgb();
      float[] samples = reader.readSamples(new SampleSpan(0, 24 * 16000, 16000));
      for (int start : new int[] {550, 3, 0, 211, 212, 575, 100}) {
        byte[] part = reader.readFrames(new FrameSpan(start, 25, RATE), 0).rgb();
        int bytes = 64 * 48 * 3;
        assertArrayEquals(
            Arrays.copyOfRange(frames, start * bytes, (start + 25) * bytes), part, "at " + start);
        int first = start * 640 - 7;
        float[] sound = reader.readSamples(new SampleSpan(first, 16000, 16000));
        for (int n = Math.max(0, -first); n < 16000; n++) {
          assertEquals(samples[first + n], sound[n], 0f, "sample " + (first + n));
        }
      }
      try (FfmpegMediaReader other = FfmpegMediaReader.open(MediaSource.of(file))) {
        float[] sound = other.readSamples(new SampleSpan(300_000, 16000, 16000));
        assertArrayEquals(Arrays.copyOfRange(samples, 300_000, 316_000), sound);
        byte[] part = other.readFrames(new FrameSpan(411, 10, RATE), 0).rgb();
        assertArrayEquals(Arrays.copyOfRange(frames, 411 * 9216, 421 * 9216), part);
      }
    }
  }

  @Test
  void readingBeyondTheEndIsAnError() throws MediaException {
    OutputFormat format =
        new OutputFormat(Container.MP4, Video.of(VideoCodec.H264, 64, 48, RATE), null);
    Path file = write("end.mp4", format, 25);
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      MediaException e =
          assertThrows(
              MediaException.class, () -> reader.readFrames(new FrameSpan(30, 25, RATE), 0));
      assertTrue(e.toString().contains("the pictures end at 1.0"), e.toString());
      MediaException mute =
          assertThrows(
              MediaException.class, () -> reader.readSamples(new SampleSpan(0, 10, 16000)));
      assertTrue(mute.toString().contains("no sound stream"), mute.toString());
    }
  }
}
