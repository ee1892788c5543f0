package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes a folder of action videos with their splits, for probing video encoders.
 *
 * <p>Every picture is coded on its own (Motion JPEG), so that a frame holds no trace of the motion
 * before it; the sound is PCM. Files do not depend on the number of threads.
 */
public final class ActionsGenerator {
  private static final String KIND = "actions";

  /** Raised whenever the same configuration gives other content. */
  private static final int VERSION = 1;

  private static final FrameRate RATE = FrameRate.of(25);
  private static final int SAMPLE_RATE = 16_000;

  private ActionsGenerator() {}

  /**
   * Writes the videos of {@code config} to {@code folder}. Files that are already there from an
   * interrupted run with the same settings are kept.
   *
   * @param threads number of videos made at the same time, positive
   * @throws SynthException if the folder holds anything else or another run is writing to it;
   *     nothing is touched then
   * @throws MediaException if a file cannot be encoded
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the waiting thread was interrupted; the run can be continued
   */
  public static void generate(
      ActionsConfig config, Path folder, int threads, SynthListener listener)
      throws IOException, MediaException, InterruptedException {
    checkArgument(threads > 0, "threads must be positive, got %s", threads);
    List<ActionVideo> videos =
        IntStream.range(0, config.videos())
            .mapToObj(index -> new ActionVideo(config, index))
            .toList();
    try (SynthFolder target =
        SynthFolder.open(folder, new SynthFolder.Content(KIND, VERSION, config))) {
      List<Path> written =
          SynthWorkers.each(
              videos.size(), threads, listener, index -> write(videos.get(index), target.path()));
      checkArgument(
          written.stream().distinct().count() == videos.size(), "two videos have one name");
      config.layout().writeSplits(folder, videos);
    }
  }

  private static Path write(ActionVideo video, Path folder) throws IOException, MediaException {
    Path file = folder.resolve(video.config().layout().name(video));
    if (!Files.exists(file)) {
      Files.createDirectories(file.resolveSibling(""));
      AtomicFiles.replace(file, unfinished -> encode(video, unfinished));
    }
    return file;
  }

  private static void encode(ActionVideo video, Path file) throws MediaException {
    ActionsConfig config = video.config();
    OutputFormat format =
        new OutputFormat(
            Container.AVI,
            OutputFormat.Video.of(VideoCodec.MJPEG, config.width(), config.height(), RATE),
            OutputFormat.Audio.of(AudioCodec.PCM, SAMPLE_RATE, 1));
    int frames = Math.toIntExact(RATE.frameAt(config.seconds(), 1));
    ActionLook look = video.look();
    ActionMotion motion = video.motion();
    float[] samples =
        video.sound(look, motion, Math.toIntExact(RATE.sampleAt(frames, SAMPLE_RATE)), SAMPLE_RATE);
    ActionPainter painter = new ActionPainter(look, config.width(), config.height());
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int frame = 0; frame < frames; frame++) {
        double micros = 1e6 * frame * RATE.denominator() / RATE.numerator();
        writer.writeFrame(painter.paint(motion.at(micros)));
        int from = Math.toIntExact(RATE.sampleAt(frame, SAMPLE_RATE));
        int to = Math.toIntExact(RATE.sampleAt(frame + 1L, SAMPLE_RATE));
        writer.writeSamples(Arrays.copyOfRange(samples, from, to));
      }
      writer.finish();
    }
  }
}
