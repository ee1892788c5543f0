package avts.datasets.label;

import avts.datasets.label.LabelledVideo.Part;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What holds in every layout. */
final class SetChecks {

  /** Most names that a message lists. */
  private static final int NAMED = 3;

  private SetChecks() {}

  /** Returns {@code set} if every video is there and both parts know the same classes. */
  static LabelledSet checked(LabelledSet set) throws LabelException {
    List<String> absent =
        set.videos().stream()
            .filter(video -> !Files.isRegularFile(set.path(video)))
            .map(LabelledVideo::file)
            .toList();
    if (!absent.isEmpty()) {
      throw new LabelException(
          set.folder(),
          absent.size()
              + " of "
              + set.videos().size()
              + " videos that "
              + set.name()
              + " names are absent: "
              + some(absent)
              + ". Bring them back: a split with holes is another split");
    }
    Set<String> train = labels(set, Part.TRAIN);
    Set<String> test = labels(set, Part.TEST);
    if (train.isEmpty() || test.isEmpty()) {
      throw new LabelException(
          set.folder(),
          set.name() + " has no " + (train.isEmpty() ? "training" : "test") + " videos");
    }
    Set<String> unlearnt = new TreeSet<>(test);
    unlearnt.removeAll(train);
    if (!unlearnt.isEmpty()) {
      throw new LabelException(
          set.folder(),
          set.name() + " tests classes without training videos: " + some(List.copyOf(unlearnt)));
    }
    if (train.size() < 2) {
      throw new LabelException(
          set.folder(), set.name() + " has one class, " + train + ": there is nothing to tell");
    }
    return set;
  }

  private static Set<String> labels(LabelledSet set, Part part) {
    return set.videos(part).stream()
        .map(LabelledVideo::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? ", ..." : "");
  }

  /** Returns the folder of split lists, inside the set's folder or beside it. */
  static Path lists(Path folder, String name) throws LabelException {
    if (!Files.isDirectory(folder)) {
      throw new LabelException(folder, "no such folder");
    }
    Path inside = folder.resolve(name);
    Path beside = folder.toAbsolutePath().normalize().resolveSibling(name);
    if (Files.isDirectory(inside)) {
      return inside;
    }
    if (Files.isDirectory(beside)) {
      return beside;
    }
    throw new LabelException(
        folder, "has no folder " + name + ", neither inside nor beside it: get the official lists");
  }

  /** Returns the lines of a list. */
  static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new LabelException(file, "no such list: is there such a split?");
    } catch (MalformedInputException e) {
      throw new LabelException(file, "not UTF-8 text");
    }
  }
}
