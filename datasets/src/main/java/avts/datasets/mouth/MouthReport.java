package avts.datasets.mouth;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What was found in the usable files of a manifest; kept as {@code mouths.json}.
 *
 * @param region where mouths were looked for
 * @param width columns of the crops
 * @param height rows of the crops
 * @param files one entry a file, in the manifest's order
 */
public record MouthReport(String region, int width, int height, List<OneFile> files) {

  /** Copies the list. */
  public MouthReport {
    files = List.copyOf(files);
  }

  /**
   * What was found in one file.
   *
   * @param name its name in the manifest
   * @param shots stretches between cuts
   * @param shotsWithoutFace shots of which no crop was made
   * @param shortTracks faces dropped because they were seen for too short a time
   * @param unsureTracks faces dropped because they were found in less than 70 % of their pictures
   * @param crops files written, relative to the folder
   * @param failure why the file could not be used, empty where it could
   */
  public record OneFile(
      String name,
      int shots,
      int shotsWithoutFace,
      int shortTracks,
      int unsureTracks,
      List<String> crops,
      String failure) {

    /** Copies the list. */
    public OneFile {
      crops = List.copyOf(crops);
    }
  }

  /** Returns a sum over all files. */
  public int total(ToIntFunction<OneFile> count) {
    return files.stream().mapToInt(count).sum();
  }
}
