package avts.datasets.label;

import avts.datasets.label.LabelledVideo.Part;
import com.google.common.collect.BiMap;
import com.google.common.collect.HashBiMap;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lists of UCF101 (Soomro et al. 2012). */
final class Ucf101 {
  static final String LISTS = "ucfTrainTestlist";

  /** Videos of one group are cut from one scene. */
  private static final Pattern GROUP = Pattern.compile("(.*_g\\d+)_c\\d+\\.\\w+");

  private Ucf101() {}

  /** One line of a list: {@code Class/video.avi} and, in training lists, a number. */
  private record Line(
      String file, String folder, @org.jspecify.annotations.Nullable Integer number) {}

  static LabelledSet read(Path folder, int split) throws IOException {
    Path lists = SetChecks.lists(folder, LISTS);
    BiMap<Integer, String> classes = classes(lists.resolve("classInd.txt"));
    Map<String, LabelledVideo> videos = new LinkedHashMap<>();
    String number = String.format(Locale.ROOT, "%02d", split);
    add(lists.resolve("trainlist" + number + ".txt"), Part.TRAIN, classes, videos);
    add(lists.resolve("testlist" + number + ".txt"), Part.TEST, classes, videos);
    List<String> inOrder = classes.keySet().stream().sorted().map(classes::get).toList();
    return new LabelledSet(folder, "ucf101 split " + split, inOrder, List.copyOf(videos.values()));
  }

  private static BiMap<Integer, String> classes(Path file) throws IOException {
    BiMap<Integer, String> classes = HashBiMap.create();
    List<String> lines = SetChecks.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      String[] words = line.split("\\s+", -1);
      Integer number = words.length == 2 ? Ints.tryParse(words[0]) : null;
      if (number == null) {
        throw new LabelException(
            file, i + 1, "a number and the name of a class expected, got \"" + line + "\"");
      }
      if (classes.containsKey(number) || classes.containsValue(words[1])) {
        throw new LabelException(
            file, i + 1, "\"" + line + "\" names a class or its number a second time");
      }
      classes.put(number, words[1]);
    }
    return classes;
  }

  private static void add(
      Path file, Part part, BiMap<Integer, String> classes, Map<String, LabelledVideo> videos)
      throws IOException {
    List<String> lines = SetChecks.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      Line line = parse(file, i + 1, lines.get(i).strip());
      String label = label(file, i + 1, line, part, classes);
      LabelledVideo before =
          videos.putIfAbsent(
              line.file, new LabelledVideo(line.file, label, group(line.file), part));
      if (before != null) {
        throw new LabelException(
            file,
            i + 1,
            line.file
                + " is listed a second time"
                + (before.part() == part ? "" : ", for training and for the test"));
      }
    }
  }

  private static Line parse(Path file, int number, String line) throws LabelException {
    String[] words = line.split("\\s+", -1);
    Integer label = words.length == 2 ? Ints.tryParse(words[1]) : null;
    int slash = words[0].indexOf('/');
    if (slash <= 0 || words.length > 2 || (words.length == 2 && label == null)) {
      throw new LabelException(
          file, number, "Class/video.avi and a number expected, got \"" + line + "\"");
    }
    return new Line(words[0], words[0].substring(0, slash), label);
  }

  /** Test lists have no numbers, the folder says the class; where there is one, both must agree. */
  private static String label(
      Path file, int number, Line line, Part part, BiMap<Integer, String> classes)
      throws LabelException {
    Integer given = line.number;
    if (given == null && part == Part.TRAIN) {
      throw new LabelException(file, number, line.file + " has no label");
    }
    if (!classes.containsValue(line.folder)) {
      throw new LabelException(
          file,
          number,
          "classInd.txt has no class " + line.folder + ", the folder of " + line.file);
    }
    if (given != null && !line.folder.equals(classes.get(given))) {
      throw new LabelException(
          file, number, line.file + " has label " + given + ", which is " + classes.get(given));
    }
    return line.folder;
  }

  /** Returns the group that the file's name states, else the file is one of its own. */
  static String group(String file) {
    Matcher matcher = GROUP.matcher(file.substring(file.lastIndexOf('/') + 1));
    return matcher.matches()
        ? file.substring(0, file.lastIndexOf('/') + 1) + matcher.group(1)
        : file;
  }
}
