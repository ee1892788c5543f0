package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import avts.datasets.time.FrameSpan;
import avts.datasets.time.SampleSpan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedStretchTest {
  private static final FrameRate RATE = FrameRate.of(25);
  private static final FrameSpan FRAMES = new FrameSpan(5, 30, RATE);
  private static final SampleSpan SAMPLES = new SampleSpan(3000, 20_000, 16_000);
  private static final DecodedStretch.Span SPAN = new DecodedStretch.Span(FRAMES, 24, SAMPLES);

  @TempDir Path folder;

  private MediaSource file(FrameRate rate, long videoStartMicros) throws MediaException {
    Path file = folder.resolve("beeps.mov");
    FlashBeep.regular(
            new OutputFormat(
                Container.MOV,
                OutputFormat.Video.of(VideoCodec.H264, 64, 48, rate).withStart(videoStartMicros),
                OutputFormat.Audio.of(AudioCodec.PCM, 48_000, 1)),
            3)
        .write(file);
    return MediaSource.of(file);
  }

  private static DecodedStretch decode(MediaSource source) throws MediaException {
    try (MediaReader reader = FfmpegMediaReader.open(source)) {
      return DecodedStretch.decode(reader, reader, SPAN);
    }
  }

  @Test
  void spansHaveTheBitsOfTheFile() throws MediaException {
    MediaSource source = file(RATE, 0);
    DecodedStretch stretch = decode(source);
    try (MediaReader reader = FfmpegMediaReader.open(source)) {
      FrameSpan frames = new FrameSpan(7, 11, RATE);
      assertArrayEquals(reader.readFrames(frames, 24).rgb(), stretch.readFrames(frames, 24).rgb());
      SampleSpan samples = new SampleSpan(3001, 16_000, 16_000);
      assertArrayEquals(reader.readSamples(samples), stretch.readSamples(samples));
    }
  }

  @Test
  void picturesMayBeDecodedAlone() throws MediaException {
    MediaSource source = file(RATE, 0);
    try (MediaReader reader = FfmpegMediaReader.open(source)) {
      DecodedStretch stretch =
          DecodedStretch.decode(reader, reader, new DecodedStretch.Span(FRAMES, 24, null));
      assertArrayEquals(reader.readFrames(FRAMES, 24).rgb(), stretch.readFrames(FRAMES, 24).rgb());
      assertThrows(IllegalArgumentException.class, () -> stretch.readSamples(SAMPLES));
    }
  }

  @Test
  void soundIsMovedByWholeSamples() throws MediaException {
    DecodedStretch stretch = decode(file(RATE, 0));
    SampleSpan span = new SampleSpan(5000, 800, 16_000);
    SampleSpan later = new SampleSpan(5123, 800, 16_000);
    float[] sound = stretch.readSamples(span);
    assertArrayEquals(sound, stretch.withSoundLater(123).readSamples(later));
    assertArrayEquals(sound, stretch.withSoundLater(100).withSoundLater(23).readSamples(later));
    assertThrows(
        IllegalArgumentException.class,
        () -> stretch.withSoundLater(123).readSamples(new SampleSpan(3100, 10, 16_000)));
  }

  @Test
  void soundOrMotionIsTakenAway() throws MediaException {
    DecodedStretch stretch = decode(file(RATE, 0));
    assertArrayEquals(new float[20_000], stretch.silent().readSamples(SAMPLES));
    assertArrayEquals(
        stretch.readFrames(FRAMES, 24).rgb(), stretch.silent().readFrames(FRAMES, 24).rgb());
    byte[] first = stretch.readFrames(new FrameSpan(5, 1, RATE), 24).rgb();
    assertArrayEquals(first, stretch.still().readFrames(new FrameSpan(34, 1, RATE), 24).rgb());
    assertArrayEquals(stretch.readSamples(SAMPLES), stretch.still().readSamples(SAMPLES));
  }

  @Test
  void agesTellHowLongPicturesHaveBeenShown() throws MediaException {
    assertEquals(0, decode(file(RATE, 0)).meanAgeMicros(200_000));
    // Pictures at 13, 53, 93 ms ..., the grid at 40, 80, 120 ms.
    assertEquals(27_000, decode(file(RATE, 13_000)).meanAgeMicros(200_000));
    assertEquals(20_000, decode(file(RATE, 13_000)).meanAgeMicros(20_000));
    // 20 pictures a second: ages 0, 40, 30, 20, 10 ms in turn.
    assertEquals(20_000, decode(file(FrameRate.of(20), 0)).meanAgeMicros(200_000));
  }

  @Test
  void whatWasNotDecodedIsRefused() throws MediaException {
    DecodedStretch stretch = decode(file(RATE, 0));
    assertThrows(IllegalArgumentException.class, () -> stretch.readFrames(FRAMES, 32));
    assertThrows(
        IllegalArgumentException.class, () -> stretch.readFrames(new FrameSpan(4, 2, RATE), 24));
    assertThrows(
        IllegalArgumentException.class,
        () -> stretch.readSamples(new SampleSpan(22_999, 2, 16_000)));
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> stretch.readSamples(new SampleSpan(4000, 2, 24_000)))
                .getMessage());
    assertTrue(message.contains("24000"), message);
  }
}
