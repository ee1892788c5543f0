package avts.datasets.synth;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a folder of synthetic videos whose timbre can be seen: mp4 files with H.264 and AAC, and
 * {@code truth.jsonl}.
 *
 * <p>Each video shows one patch; ten properties of its sound (see {@link Texture}) are properties
 * of its look. To tell whose sound is whose, an audio network must hear noise from tone, high from
 * low, broad from narrow, trembling, paces and decays; onsets alone do not do. Three properties
 * glide during a video, so its moments differ too. Files do not depend on the number of threads.
 */
public final class TexturesGenerator {
  private static final String KIND = "textures";

  /** Raised whenever the same configuration gives other content. */
  private static final int VERSION = 1;

  private TexturesGenerator() {}

  /** One line of truth.jsonl. */
  record TextureTruth(String file, long seed, Texture begins, Texture ends, TextureEvents events) {}

  /**
   * Writes the videos of {@code config} to {@code folder}. Files that are already there from an
   * interrupted run with the same settings are kept.
   *
   * @param threads number of videos made at the same time, positive
   * @return the number of files
   * @throws SynthException if the folder holds anything else or another run is writing to it;
   *     nothing is touched then
   * @throws MediaException if a file cannot be encoded
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the waiting thread was interrupted; the run can be continued
   */
  public static int generate(
      TexturesConfig config, Path folder, int threads, SynthListener listener)
      throws IOException, MediaException, InterruptedException {
    SynthFolder.Content content = new SynthFolder.Content(KIND, VERSION, config);
    try (SynthFolder target = SynthFolder.open(folder, content)) {
      List<String> lines =
          SynthWorkers.each(
              config.videos(),
              threads,
              listener,
              index -> write(TexturesVideo.draw(config, index), target.path()));
      AtomicFiles.replace(
          folder.resolve(Truth.FILE_NAME),
          lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
      return lines.size();
    }
  }

  private static String write(TexturesVideo video, Path folder) throws IOException, MediaException {
    String name =
        String.format(Locale.ROOT, KIND + "-%d-%05d.mp4", video.config().seed(), video.index());
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      AtomicFiles.replace(file, video.content()::encode);
    }
    return ManifestJson.mapper()
        .writeValueAsString(
            new TextureTruth(
                name, video.config().seed(), video.from(), video.to(), video.events()));
  }
}
