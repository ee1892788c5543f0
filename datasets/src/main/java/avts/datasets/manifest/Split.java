package avts.datasets.manifest;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The usable files of a manifest, divided so that files of one group stay together.
 *
 * <p>A group's part follows from its name alone (which follows from its content), so it does not
 * change when other files come or go, and needs no seed.
 *
 * @param train indices into the manifest, ascending
 * @param validation indices into the manifest, ascending
 * @param test indices into the manifest, ascending
 */
public record Split(List<Integer> train, List<Integer> validation, List<Integer> test) {

  /** The three uses of a file. */
  public enum Part {
    /** Weights are fitted to it. */
    TRAIN,
    /** Settings, thresholds and the best checkpoint are chosen on it. */
    VALIDATION,
    /** Nothing is chosen on it. */
    TEST
  }

  /** Copies the lists and checks that no file is in two of them. */
  public Split {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    long size = (long) train.size() + validation.size() + test.size();
    long distinct = Stream.of(train, validation, test).flatMap(List::stream).distinct().count();
    checkArgument(size == distinct, "%s files are in two parts of the split", size - distinct);
  }

  /** Returns the indices of one part. */
  public List<Integer> part(Part part) {
    return switch (part) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }

  /**
   * Divides the usable files of {@code manifest}.
   *
   * <p>Files named in a list go where the list says, with their whole group; a prepared file goes
   * by its own name and by that of its original, so that a store is divided like the videos it was
   * made from. The other groups go by the rule. By hash, share s of them in expectation goes to a
   * part, and a part whose share is positive gets at least one group as long as one is left to
   * train on. By folders, the folder nearest the file that is named after a part decides.
   *
   * @throws ManifestException if a list names a file that the manifest does not have or that is in
   *     the other list; or if the folders say nothing of a file, or disagree about a group
   * @throws IOException if a list cannot be read
   */
  public static Split of(Manifest manifest, SplitConfig config) throws IOException {
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int index : manifest.usable()) {
      groups
          .computeIfAbsent(manifest.entries().get(index).group(), name -> new ArrayList<>())
          .add(index);
    }
    Map<String, Part> listed = new HashMap<>();
    takeListed(manifest, config.testList(), Part.TEST, listed);
    takeListed(manifest, config.validationList(), Part.VALIDATION, listed);
    Map<String, Part> parts = new HashMap<>(listed);
    Map<String, List<Integer>> rest = new TreeMap<>(groups);
    rest.keySet().removeAll(listed.keySet());
    parts.putAll(
        config.rule() == SplitConfig.Rule.FOLDERS
            ? byFolder(manifest, rest)
            : byPosition(
                rest.keySet().stream()
                    .sorted(Comparator.comparingDouble(Split::position).thenComparing(name -> name))
                    .toList(),
                config.testList().isEmpty() ? config.testShare() : 0,
                config.validationList().isEmpty() ? config.validationShare() : 0));
    Map<Part, List<Integer>> files = new HashMap<>();
    for (Part part : Part.values()) {
      files.put(
          part,
          groups.entrySet().stream()
              .filter(group -> parts.get(group.getKey()) == part)
              .flatMap(group -> group.getValue().stream())
              .sorted()
              .toList());
    }
    return new Split(
        files.getOrDefault(Part.TRAIN, List.of()),
        files.getOrDefault(Part.VALIDATION, List.of()),
        files.getOrDefault(Part.TEST, List.of()));
  }

  private static Map<String, Part> byFolder(Manifest manifest, Map<String, List<Integer>> groups)
      throws ManifestException {
    Map<String, Part> parts = new HashMap<>();
    for (Map.Entry<String, List<Integer>> group : groups.entrySet()) {
      for (int index : group.getValue()) {
        String name = manifest.entries().get(index).originalName();
        Part part = folderOf(name);
        if (part == null) {
          throw new ManifestException(
              manifest.folder(),
              0,
              "data.split.rule is folders, but no folder of \""
                  + name
                  + "\" is named train, validation or test: move it into one, or let the files be"
                  + " dealt out by data.split.rule: hash",
              null);
        }
        Part before = parts.putIfAbsent(group.getKey(), part);
        if (before != null && before != part) {
          throw new ManifestException(
              manifest.folder(),
              0,
              "\""
                  + name
                  + "\" shares content (group "
                  + group.getKey()
                  + ") with a file in another"
                  + " of the folders train, validation, test: move or remove one of them",
              null);
        }
      }
    }
    return parts;
  }

  private static @Nullable Part folderOf(String name) {
    Part nearest = null;
    for (String folder : Splitter.on('/').split(name.replace('\\', '/'))) {
      for (Part part : Part.values()) {
        if (folder.equals(part.name().toLowerCase(Locale.ROOT))) {
          nearest = part;
        }
      }
    }
    return nearest;
  }

  /** The test takes the lowest positions, then comes validation, the rest is for training. */
  private static Map<String, Part> byPosition(
      List<String> ascending, double testShare, double validationShare) {
    int groups = ascending.size();
    int test = below(ascending, testShare);
    int validation = below(ascending, testShare + validationShare) - test;
    if (test == 0 && testShare > 0 && groups >= 2) {
      test = 1;
      validation = Math.max(validation - 1, 0);
    }
    if (validation == 0 && validationShare > 0 && groups - test >= 2) {
      validation = 1;
    }
    while (test + validation >= groups && test + validation > 0) {
      if (test > validation) {
        test--;
      } else {
        validation--;
      }
    }
    Map<String, Part> parts = new HashMap<>();
    for (int rank = 0; rank < groups; rank++) {
      Part part = rank < test ? Part.TEST : rank < test + validation ? Part.VALIDATION : Part.TRAIN;
      parts.put(ascending.get(rank), part);
    }
    return parts;
  }

  private static int below(List<String> groups, double limit) {
    return (int) groups.stream().filter(name -> position(name) < limit).count();
  }

  /** Returns a group's place in 0..1: the first 53 bits of the hash of its name. */
  private static double position(String group) {
    long bits = Hashing.sha256().hashString("avts split " + group, UTF_8).asLong();
    return (bits >>> 11) * 0x1p-53;
  }

  private static void takeListed(
      Manifest manifest, String list, Part part, Map<String, Part> listed) throws IOException {
    if (list.isEmpty()) {
      return;
    }
    Map<String, ManifestEntry> byName = new HashMap<>();
    manifest.entries().forEach(entry -> byName.put(entry.originalName(), entry));
    manifest.entries().forEach(entry -> byName.put(entry.name(), entry));
    Path file = Path.of(list);
    long number = 0;
    for (String line : Files.readAllLines(file, UTF_8)) {
      number++;
      String name = line.strip();
      if (name.isEmpty()) {
        continue;
      }
      ManifestEntry entry = byName.get(name);
      if (entry == null) {
        entry = endingIn(manifest, name, file, number);
      }
      Part before = listed.putIfAbsent(entry.group(), part);
      if (before != null && before != part) {
        throw new ManifestException(
            file,
            number,
            "\""
                + name
                + "\" shares content (group "
                + entry.group()
                + ") with a file listed for "
                + before,
            null);
      }
    }
  }

  /** Lists are often made in the folder of the videos, and the manifest lies somewhere else. */
  private static ManifestEntry endingIn(Manifest manifest, String name, Path list, long line)
      throws ManifestException {
    List<ManifestEntry> found =
        manifest.entries().stream()
            .filter(
                entry ->
                    entry.originalName().endsWith("/" + name) || entry.name().endsWith("/" + name))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String problem =
        found.isEmpty()
            ? "the manifest has no file named \"" + name + "\" nor one whose path ends so"
            : "the manifest has "
                + found.size()
                + " files whose path ends in \""
                + name
                + "\": write more of the path";
    throw new ManifestException(list, line, problem, null);
  }
}
