package avts.datasets.synth;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes a folder of synthetic videos: mp4 files with H.264 and AAC, and {@code truth.jsonl}.
 *
 * <p>Held-out videos come with three more files each below {@code .variants/}: the same pictures
 * with re-rendered sound, one for each further {@link Cell}. That folder is hidden, so that
 * indexing the main one leaves it out. Every file goes through the same encoders with the same
 * settings. Result and files do not depend on the number of threads; the same seed gives the same
 * bytes on the same machine and the same truth everywhere.
 */
public final class ImpactsGenerator {
  // Generous: traces of the encoder, most of all how they change from the first second to the
  // next ones, should be smaller than what the objects do.
  private static final double BITS_PER_PIXEL = 0.8;

  private static final int BITS_PER_SECOND_OF_SOUND = 160_000;

  private static final String KIND = "impacts";

  /** Raised whenever the same configuration gives other content. */
  private static final int VERSION = 1;

  private ImpactsGenerator() {}

  /** Is told of every finished video, from several threads. */
  @FunctionalInterface
  public interface Listener {
    /** One more video, with its variants where it has any, is there. */
    void videoDone();
  }

  /**
   * Writes the videos of {@code config} to {@code folder}. Files that are already there from an
   * interrupted run with the same settings are kept.
   *
   * @param threads number of videos made at the same time, positive
   * @return the truth of all files, as written to truth.jsonl: each video's ordinary file first
   * @throws SynthException if the folder holds anything else or another run is writing to it;
   *     nothing is touched then
   * @throws MediaException if a file cannot be encoded
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the waiting thread was interrupted; the run can be continued
   */
  public static List<Truth> generate(
      ImpactsConfig config, Path folder, int threads, Listener listener)
      throws IOException, MediaException, InterruptedException {
    checkArgument(threads > 0, "threads must be positive, got %s", threads);
    try (SynthFolder target = SynthFolder.open(folder, content(config))) {
      if (config.heldOut()) {
        Files.createDirectories(folder.resolve(Truth.VARIANTS));
      }
      List<Truth> truths = generate(config, target, threads, listener);
      Truth.writeAll(folder, truths);
      return truths;
    }
  }

  private static List<Truth> generate(
      ImpactsConfig config, SynthFolder target, int threads, Listener listener)
      throws IOException, MediaException, InterruptedException {
    return SynthWorkers.inOrder(
            config.videos(),
            threads,
            index -> {
              List<Truth> written = write(ImpactsVideo.draw(config, index), target);
              listener.videoDone();
              return written;
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Returns what a folder of {@code config} is stamped with. */
  static SynthFolder.Content content(ImpactsConfig config) {
    return new SynthFolder.Content(KIND, VERSION, config);
  }

  private static List<Truth> write(ImpactsVideo video, SynthFolder target)
      throws IOException, MediaException {
    List<Truth> truths = new ArrayList<>();
    for (Cell cell : video.config().heldOut() ? List.of(Cell.values()) : List.of(Cell.SAME_SAME)) {
      ImpactsVideo.Track track = video.track(cell);
      Path file = target.path().resolve(name(video, cell));
      if (!Files.exists(file)) {
        AtomicFiles.replace(file, unfinished -> encode(video, track.samples(), unfinished));
      }
      truths.add(
          video.truth(
              cell,
              track,
              name(video, cell),
              cell == Cell.SAME_SAME ? null : name(video, Cell.SAME_SAME)));
    }
    return truths;
  }

  private static void encode(ImpactsVideo video, float[] samples, Path file) throws MediaException {
    ImpactsConfig config = video.config();
    int sampleRate = video.signal().sampleRate();
    double bits = BITS_PER_PIXEL * config.width() * config.height() * video.rate().perSecond();
    OutputFormat format =
        new OutputFormat(
            Container.MP4,
            OutputFormat.Video.of(VideoCodec.H264, config.width(), config.height(), video.rate())
                .withBitRate(Math.round(bits)),
            new OutputFormat.Audio(AudioCodec.AAC, sampleRate, 1, BITS_PER_SECOND_OF_SOUND, 0));
    Scene.Painter painter = video.scene().painter(config.width(), config.height());
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int frame = 0; frame < video.frames(); frame++) {
        writer.writeFrame(painter.paint(video.microsOf(frame)));
        int from = Math.toIntExact(video.rate().sampleAt(frame, sampleRate));
        int to = Math.toIntExact(video.rate().sampleAt(frame + 1L, sampleRate));
        writer.writeSamples(Arrays.copyOfRange(samples, from, to));
      }
      writer.finish();
    }
  }

  /** Returns the name of the file of {@code cell}, relative to the folder. */
  private static String name(ImpactsVideo video, Cell cell) {
    String name =
        String.format(Locale.ROOT, "impacts-%d-%05d", video.config().seed(), video.index());
    return cell == Cell.SAME_SAME
        ? name + ".mp4"
        : Truth.VARIANTS + "/" + name + "-" + cell.what() + "-" + cell.when() + ".mp4";
  }
}
