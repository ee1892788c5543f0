package avts.datasets.take;

import static java.util.stream.Collectors.toSet;

import avts.datasets.index.InputFiles;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the files of a set. */
final class TakeFiles {

  private TakeFiles() {}

  /**
   * Returns the files below {@code folder} with one of {@code extensions} (lower case), sorted;
   * hidden files and what lies in hidden folders is passed over.
   *
   * @throws TakeException if there is no such folder
   * @throws IOException if something below cannot be read
   */
  static List<Path> below(Path folder, Set<String> extensions) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new TakeException(
          folder, Files.exists(folder) ? "is a file, a folder is expected" : "no such folder");
    }
    try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> !isHidden(folder.relativize(file)))
          .filter(
              file ->
                  extensions.contains(MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT)))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What was found below a folder. */
  record Found(List<Path> files, int besideVideos, int unwanted) {

    /** Returns the files, those with pictures before those of sound alone. */
    List<Path> videosFirst() {
      return Stream.concat(
              files.stream().filter(file -> !isSound(file)),
              files.stream().filter(TakeFiles::isSound))
          .toList();
    }

    /** Tells what was passed over. */
    void note(Findings findings) {
      if (besideVideos > 0) {
        findings.note(
            besideVideos
                + " sound files lie beside a video of the same name and are passed over: they are"
                + " taken for its sound");
      }
      if (unwanted > 0) {
        findings.note(
            unwanted
                + " sound files without a video are passed over: takes of sound alone are used"
                + " where the option sound_alone is accept");
      }
    }
  }

  /**
   * Returns the videos below {@code folder} and, where takes of sound alone are accepted, the
   * sounds that have no video of their name beside them; sorted.
   */
  static Found media(Path folder, TakeOptions options) throws IOException {
    List<Path> videos = below(folder, InputFiles.VIDEOS);
    Set<String> names = videos.stream().map(TakeFiles::withoutExtension).collect(toSet());
    List<Path> sounds = below(folder, InputFiles.SOUNDS);
    List<Path> alone =
        sounds.stream().filter(sound -> !names.contains(withoutExtension(sound))).toList();
    int beside = sounds.size() - alone.size();
    if (!options.acceptsSoundAlone()) {
      return new Found(videos, 0, alone.size());
    }
    return new Found(Stream.concat(videos.stream(), alone.stream()).sorted().toList(), beside, 0);
  }

  /** Returns whether a file's extension is one of sound alone. */
  static boolean isSound(Path file) {
    return InputFiles.SOUNDS.contains(MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT));
  }

  private static String withoutExtension(Path file) {
    return file.resolveSibling(MoreFiles.getNameWithoutExtension(file)).toString();
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
