package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.OutputFormat.Audio;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.signal.WavFile;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeSoundTest {
  private static final int RATE = 16_000;
  private static final FrameRate PICTURES = FrameRate.of(25);

  @TempDir Path folder;

  private Path wav;

  @BeforeEach
  void setUp() {
    wav = folder.resolve("sound.wav");
  }

  @Test
  void aWavFileComesOutAsItWentIn() throws IOException, MediaException {
    SplittableRandom random = new SplittableRandom(1);
    float[] samples = new float[30_001];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(-32_768, 32_768) / 32_768f;
    }
    Path original = folder.resolve("original.wav");
    WavFile.write(original, samples, RATE);
    WholeSound.writeWav(MediaSource.of(original), wav);
    assertEquals(RATE, WavFile.read(wav).sampleRate());
    assertArrayEquals(samples, WavFile.read(wav).samples());
  }

  /** The sound begins 0.4 s after the pictures: the silence before it is none of it. */
  @Test
  void soundThatBeginsLateIsSavedFromItsFirstSample() throws IOException, MediaException {
    Path late = folder.resolve("late.mov");
    OutputFormat format =
        new OutputFormat(
            Container.MOV,
            Video.of(VideoCodec.H264, 64, 48, PICTURES),
            Audio.of(AudioCodec.PCM, RATE, 1).withStart(400_000));
    float[] samples = new float[RATE];
    Arrays.fill(samples, 0.5f);
    try (MediaWriter writer = MediaWriter.create(late, format)) {
      for (int frame = 0; frame < 25; frame++) {
        writer.writeFrame(new byte[64 * 48 * 3]);
      }
      writer.writeSamples(samples);
      writer.finish();
    }
    WholeSound.writeWav(MediaSource.of(late), wav);
    assertArrayEquals(samples, WavFile.read(wav).samples(), 1f / 32_768);
  }

  @Test
  void picturesWithoutSoundAreRefused() throws MediaException {
    Path silent = folder.resolve("silent.mp4");
    OutputFormat format =
        new OutputFormat(Container.MP4, Video.of(VideoCodec.H264, 64, 48, PICTURES), null);
    try (MediaWriter writer = MediaWriter.create(silent, format)) {
      writer.writeFrame(new byte[64 * 48 * 3]);
      writer.finish();
    }
    MediaException refusal =
        assertThrows(MediaException.class, () -> WholeSound.writeWav(MediaSource.of(silent), wav));
    assertTrue((refusal.getMessage() + "").contains("no sound stream"), refusal.getMessage());
  }
}
