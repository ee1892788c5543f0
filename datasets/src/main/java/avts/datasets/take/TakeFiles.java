package avts.datasets.take;

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

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
