package avts.datasets.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.OutputFormat.Audio;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.Video;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlashBeepTest {
  private static final FrameRate NTSC = new FrameRate(30000, 1001);
  private static final List<FrameRate> RATES =
      List.of(FrameRate.of(25), NTSC, FrameRate.of(30), FrameRate.of(50));

  private static final int[] SAMPLE_RATES = {16000, 44100, 48000};

  @TempDir Path folder;

  private record Codecs(Container container, VideoCodec video, AudioCodec audio) {}

  private static final List<Codecs> CODECS =
      List.of(
          new Codecs(Container.MP4, VideoCodec.H264, AudioCodec.AAC),
          new Codecs(Container.MP4, VideoCodec.MPEG4, AudioCodec.AAC),
          new Codecs(Container.MOV, VideoCodec.MJPEG, AudioCodec.PCM));

  private void assertExact(FlashBeep pattern, String what, FrameRate... grids)
      throws MediaException {
    Path file = folder.resolve("flash." + pattern.format().container().muxer());
    pattern.write(file);
    try (FfmpegMediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      for (FrameRate grid : grids) {
        FlashBeep.Recovery recovery = pattern.measure(reader, grid, 24000);
        assertTrue(recovery.frameErrors().size() >= 3, what);
        assertEquals(0, recovery.worstFrameError(), what + grid + recovery);
        assertTrue(recovery.worstSoundErrorMicros() < 500, what + grid + recovery);
      }
    }
  }

  @Test
  void flashesAndBeepsAreRecoveredAtEveryRate() throws MediaException {
    for (Codecs codecs : CODECS) {
      for (FrameRate rate : RATES) {
        // The rate that meets no sample grid goes with every sample rate, the others with one.
        int[] one = {SAMPLE_RATES[RATES.indexOf(rate) % SAMPLE_RATES.length]};
        for (int sampleRate : rate.equals(NTSC) ? SAMPLE_RATES : one) {
          OutputFormat format =
              new OutputFormat(
                  codecs.container(),
                  Video.of(codecs.video(), 64, 48, rate),
                  Audio.of(codecs.audio(), sampleRate, 2));
          FlashBeep pattern = FlashBeep.regular(format, 2);
          String what = codecs + " " + rate + " " + sampleRate + " at ";
          assertExact(pattern, what, rate, FrameRate.of(25));
        }
      }
    }
  }

  @Test
  void shiftedStartTimesAreKept() throws MediaException {
    long[][] starts = {{0, 300_000}, {300_000, 0}, {123_456, 0}, {0, 10_000}, {400_000, 250_000}};
    for (Codecs codecs : CODECS) {
      for (long[] start : starts) {
        OutputFormat format =
            new OutputFormat(
                codecs.container(),
                Video.of(codecs.video(), 64, 48, NTSC).withStart(start[0]),
                Audio.of(codecs.audio(), 44100, 1).withStart(start[1]));
        FlashBeep pattern = new FlashBeep(format, 75, List.of(13, 25, 38, 51, 62), List.of());
        String what = codecs + " video " + start[0] + " audio " + start[1] + " ";
        assertExact(pattern, what, NTSC, FrameRate.of(50));
      }
    }
  }

  @Test
  void variableFrameRatesAreFollowed() throws MediaException {
    List<Long> micros = new ArrayList<>();
    long at = 0;
    for (int n = 0; n < 80; n++) {
      micros.add(at);
      at += 20_000 + (n * 7919L) % 41 * 1000 + n % 3;
    }
    for (Codecs codecs : CODECS) {
      OutputFormat format =
          new OutputFormat(
              codecs.container(),
              Video.of(codecs.video(), 64, 48, FrameRate.of(25)).withStart(40_000),
              Audio.of(codecs.audio(), 16000, 1));
      FlashBeep pattern = new FlashBeep(format, 80, List.of(10, 25, 40, 55, 70), micros);
      assertExact(pattern, codecs + " ", FrameRate.of(100));
    }
  }

  @Test
  void bFramesAndMatroskaKeepTheirOrder() throws MediaException {
    OutputFormat bFrames =
        new OutputFormat(
            Container.MP4,
            Video.of(VideoCodec.MPEG4, 64, 48, NTSC).withGroups(12, 2).withStart(100_000),
            Audio.of(AudioCodec.AAC, 48000, 6));
    assertExact(
        new FlashBeep(bFrames, 75, List.of(13, 25, 38, 51, 62), List.of()), "B-frames ", NTSC);
    OutputFormat matroska =
        new OutputFormat(
            Container.MATROSKA,
            Video.of(VideoCodec.MPEG4, 64, 48, NTSC),
            Audio.of(AudioCodec.AAC, 44100, 1));
    assertExact(FlashBeep.regular(matroska, 3), "Matroska ", NTSC);
  }
}
