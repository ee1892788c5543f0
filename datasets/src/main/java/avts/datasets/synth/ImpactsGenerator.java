package avts.datasets.synth;

import avts.datasets.io.AtomicFiles;
import avts.datasets.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final String KIND = "impacts";

  /** Raised whenever the same configuration gives other content. */
  private static final int VERSION = 1;

  private ImpactsGenerator() {}

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
      ImpactsConfig config, Path folder, int threads, SynthListener listener)
      throws IOException, MediaException, InterruptedException {
    SynthFolder.Content content = new SynthFolder.Content(KIND, VERSION, config);
    try (SynthFolder target = SynthFolder.open(folder, content)) {
      if (config.heldOut()) {
        Files.createDirectories(folder.resolve(Truth.VARIANTS));
      }
      List<Truth> truths =
          SynthWorkers.each(
                  config.videos(),
                  threads,
                  listener,
                  index -> write(ImpactsVideo.draw(config, index), target.path()))
              .stream()
              .flatMap(List::stream)
              .toList();
      Truth.writeAll(folder, truths);
      return truths;
    }
  }

  private static List<Truth> write(ImpactsVideo video, Path folder)
      throws IOException, MediaException {
    List<Truth> truths = new ArrayList<>();
    for (Cell cell : video.config().heldOut() ? List.of(Cell.values()) : List.of(Cell.SAME_SAME)) {
      ImpactsVideo.Track track = video.track(cell);
      Path file = folder.resolve(name(video, cell));
      if (!Files.exists(file)) {
        SynthFile content = content(video, track.samples());
        AtomicFiles.replace(file, content::encode);
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

  /** Returns the name of the file of {@code cell}, relative to the folder. */
  private static String name(ImpactsVideo video, Cell cell) {
    String stem =
        String.format(Locale.ROOT, KIND + "-%d-%05d", video.config().seed(), video.index());
    return cell == Cell.SAME_SAME
        ? stem + ".mp4"
        : Truth.VARIANTS + "/" + stem + "-" + cell.what() + "-" + cell.when() + ".mp4";
  }

  private static SynthFile content(ImpactsVideo video, float[] samples) {
    ImpactsConfig config = video.config();
    Scene.Painter painter = video.scene().painter(config.width(), config.height());
    return new SynthFile(
        new SynthFile.Pictures(config.width(), config.height(), video.rate(), video.frames()),
        frame -> painter.paint(video.microsOf(frame)),
        samples,
        video.signal().sampleRate());
  }
}
