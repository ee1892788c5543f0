package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.FfmpegMediaReader;
import avts.datasets.media.FlashBeep;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaSource;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.Audio;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flash and the beep that begins with it lie at the same place of the network's two inputs. */
class ClipAlignmentTest {
  private static final FrameRate NTSC = new FrameRate(30_000, 1001);
  private static final FilterBankConfig FEATURES = FilterBankConfig.paper();

  /** Multi-scale and flipped, so that augmentation has every chance to move something. */
  private static final ClipConfig CLIP =
      ClipConfigs.scales(ClipConfigs.raw(25, 1, 16, 16), 16, 24, true);

  @TempDir private Path folder;

  private static OutputFormat format(FrameRate rate, VideoCodec video, AudioCodec audio, int hz) {
    Container container = video == VideoCodec.MJPEG ? Container.MOV : Container.MP4;
    return new OutputFormat(container, Video.of(video, 64, 48, rate), Audio.of(audio, hz, 2));
  }

  @Test
  void flashAndBeepMeetInPreparedFiles() throws MediaException {
    assertAligned(format(FrameRate.of(25), VideoCodec.MJPEG, AudioCodec.PCM, 24_000), 27, 0);
    assertAligned(format(FrameRate.of(50), VideoCodec.MJPEG, AudioCodec.PCM, 16_000), 51, 0);
  }

  @Test
  void flashAndBeepMeetInCodedFiles() throws MediaException {
    // AAC lets a sound be heard a little before it begins.
    assertAligned(format(FrameRate.of(25), VideoCodec.H264, AudioCodec.AAC, 48_000), 30, 3);
    assertAligned(format(NTSC, VideoCodec.MPEG4, AudioCodec.AAC, 44_100), 37, 3);
  }

  /** Cuts clips around a flash at picture {@code flash} from several starts. */
  private void assertAligned(OutputFormat format, int flash, int windowsEarly)
      throws MediaException {
    Path file = folder.resolve("flash.mov");
    new FlashBeep(format, 3 * flash, List.of(flash), List.of()).write(file);
    Video video = Objects.requireNonNull(format.video());
    double flashSeconds = flash / video.rate().perSecond();
    ClipReader clips =
        new ClipReader(
            CLIP,
            FEATURES,
            new AugmentConfig(6, 0.5, 30, 40, 0, 0, 1, 4, 0.1, 0.1),
            FeatureNormalisation.none(FEATURES.filters()));
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      for (int startFrame = 12; startFrame < 22; startFrame += 3) {
        Window window = new Window(0, startFrame, startFrame * 960L);
        float[] pixels = new float[clips.videoLength()];
        float[] logMel = new float[clips.audioLength()];
        var random = new Seeds(1).generator(Purpose.AUGMENTATION, 0, startFrame);
        clips.readVideo(reader, window, random, pixels, 0);
        clips.readAudio(reader, window, random, logMel, 0);
        double seconds = flashSeconds - startFrame * 0.04;
        assertEquals(Math.ceil(seconds * 25 - 1e-6), firstLitFrame(pixels), "start " + startFrame);
        // The first window of 20 ms that reaches beyond the instant.
        int expected = (int) Math.floor((seconds - 0.02) / 0.01 + 1e-6) + 1;
        int actual = firstLoudWindow(logMel);
        assertTrue(
            actual <= expected + 1 && actual >= expected - windowsEarly,
            "window " + actual + " instead of " + expected + " from start " + startFrame);
      }
    }
  }

  private static int firstLitFrame(float[] pixels) {
    for (int t = 0; t < 25; t++) {
      if (pixels[t * 256 + 136] > 127) {
        return t;
      }
    }
    return -1;
  }

  private static int firstLoudWindow(float[] logMel) {
    double[] energy = new double[99];
    for (int i = 0; i < logMel.length; i++) {
      energy[i % 99] += Math.exp(logMel[i]);
    }
    double loudest = Arrays.stream(energy).max().orElseThrow();
    for (int window = 0; window < 99; window++) {
      if (energy[window] > 0.02 * loudest) {
        return window;
      }
    }
    return -1;
  }

  /** The same window gives the same bits whatever was read before it. */
  @Test
  void clipsDoNotDependOnWhatWasReadBefore() throws MediaException {
    Path file = folder.resolve("any.mp4");
    FlashBeep.regular(format(NTSC, VideoCodec.H264, AudioCodec.AAC, 44_100), 3).write(file);
    ClipReader clips =
        new ClipReader(CLIP, FEATURES, AugmentConfig.off(), FeatureNormalisation.gdt(40));
    Window late = new Window(0, 30, 29_000);
    try (FfmpegMediaReader fresh = FfmpegMediaReader.open(MediaSource.of(file));
        FfmpegMediaReader used = FfmpegMediaReader.open(MediaSource.of(file))) {
      Clip expected = clips.read(fresh, late);
      clips.read(used, new Window(0, 0, 0));
      clips.read(used, new Window(0, 45, 40_000));
      Clip actual = clips.read(used, late);
      assertArrayEquals(expected.video(), actual.video());
      assertArrayEquals(expected.audio(), actual.audio());
    }
  }
}
