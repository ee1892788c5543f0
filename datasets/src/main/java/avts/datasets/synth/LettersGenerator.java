package avts.datasets.synth;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a folder of synthetic talking mouths: {@code LETTER/SPEAKER_REPETITION.mp4} with H.264 and
 * AAC, 25 frames a second, and {@code truth.jsonl}.
 *
 * <p>The shape of the mouth follows the sound: its opening the first formant, its width the second,
 * and lips, teeth and tongue the consonants. Letters that differ by what the lips do not show (B
 * and P; D, T and N after a vowel) look alike and sound different. Files do not depend on the
 * number of threads, nor on how many others there are.
 */
public final class LettersGenerator {
  private static final String KIND = "letters";

  /** Raised whenever the same configuration gives other content. */
  private static final int VERSION = 1;

  private LettersGenerator() {}

  /**
   * Writes the takes of {@code config} to {@code folder}. Files that are already there from an
   * interrupted run with the same settings are kept.
   *
   * @param threads number of takes made at the same time, positive
   * @return the number of files
   * @throws SynthException if the folder holds anything else or another run is writing to it;
   *     nothing is touched then
   * @throws MediaException if a file cannot be encoded
   * @throws IOException if a file cannot be written
   * @throws InterruptedException if the waiting thread was interrupted; the run can be continued
   */
  public static int generate(LettersConfig config, Path folder, int threads, SynthListener listener)
      throws IOException, MediaException, InterruptedException {
    SynthFolder.Content content = new SynthFolder.Content(KIND, VERSION, config);
    try (SynthFolder target = SynthFolder.open(folder, content)) {
      List<String> lines =
          SynthWorkers.each(
              config.videos(),
              threads,
              listener,
              index -> write(LetterTake.draw(config, index), target.path()));
      AtomicFiles.replace(
          folder.resolve(Truth.FILE_NAME),
          lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
      return lines.size();
    }
  }

  private static String write(LetterTake take, Path folder) throws IOException, MediaException {
    Path file = folder.resolve(take.file());
    if (!Files.exists(file)) {
      Files.createDirectories(file.resolveSibling(""));
      AtomicFiles.replace(file, take.content()::encode);
    }
    return ManifestJson.mapper().writeValueAsString(LetterTruth.of(take));
  }
}
