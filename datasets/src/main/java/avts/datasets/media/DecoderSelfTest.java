package avts.datasets.media;

import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes flash-and-beep files of known timing and reads them back: proof, on the user's machine,
 * that the installed decoder puts pictures and sound where they belong.
 */
public final class DecoderSelfTest {
  private static final int SAMPLE_RATE = 24_000;
  private static final double SOUND_LIMIT_MICROS = 1000;

  private DecoderSelfTest() {}

  /**
   * How one file was read back.
   *
   * @param name what kind of file it was
   * @param frameError largest error of a flash, in frames
   * @param soundErrorMicros largest error of a beep, in microseconds
   */
  public record Result(String name, int frameError, double soundErrorMicros) {

    /** Returns whether every flash was found on its frame and every beep within a millisecond. */
    public boolean passed() {
      return frameError == 0 && soundErrorMicros < SOUND_LIMIT_MICROS;
    }
  }

  /**
   * Runs the test in a temporary folder.
   *
   * @throws MediaException if a file cannot be written or read at all
   */
  public static List<Result> run() throws IOException, MediaException {
    Path folder = Files.createTempDirectory("avts-selftest");
    try {
      List<Result> results = new ArrayList<>();
      results.add(measure(folder, Container.MP4, FrameRate.of(25), 16_000));
      results.add(measure(folder, Container.MP4, new FrameRate(30_000, 1001), 44_100));
      results.add(measure(folder, Container.MATROSKA, FrameRate.of(30), 48_000));
      return results;
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static Result measure(Path folder, Container container, FrameRate rate, int sampleRate)
      throws MediaException {
    OutputFormat format =
        new OutputFormat(
            container,
            OutputFormat.Video.of(VideoCodec.H264, 64, 48, rate),
            OutputFormat.Audio.of(AudioCodec.AAC, sampleRate, 1));
    String name = container.muxer() + ", H.264 at " + rate + " fps, AAC at " + sampleRate + " Hz";
    FlashBeep pattern = FlashBeep.regular(format, 3);
    Path file = folder.resolve("flash-beep-" + sampleRate);
    pattern.write(file);
    try (MediaReader reader = FfmpegMediaReader.open(MediaSource.of(file))) {
      FlashBeep.Recovery found = pattern.measure(reader, rate, SAMPLE_RATE);
      return new Result(name, found.worstFrameError(), found.worstSoundErrorMicros());
    }
  }
}
