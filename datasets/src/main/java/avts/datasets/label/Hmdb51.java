package avts.datasets.label;

import avts.datasets.label.LabelledVideo.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the lists of HMDB51 (Kuehne et al. 2011). */
final class Hmdb51 {
  static final String LISTS = "testTrainMulti_7030_splits";

  private Hmdb51() {}

  static LabelledSet read(Path folder, int split) throws IOException {
    Path lists = SetChecks.lists(folder, LISTS);
    String ending = "_test_split" + split + ".txt";
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(lists)) {
      found
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .forEach(
              file -> {
                String name = file.getFileName().toString();
                files.put(name.substring(0, name.length() - ending.length()), file);
              });
    }
    if (files.isEmpty()) {
      throw new LabelException(lists, "no list ends in " + ending + ": is there such a split?");
    }
    requireListed(folder, lists, files);
    Map<String, LabelledVideo> videos = new LinkedHashMap<>();
    for (Map.Entry<String, Path> list : files.entrySet()) {
      add(list.getValue(), list.getKey(), videos);
    }
    return new LabelledSet(
        folder, "hmdb51 split " + split, List.copyOf(files.keySet()), List.copyOf(videos.values()));
  }

  /** A class whose list is missing would silently make the task easier. */
  private static void requireListed(Path folder, Path lists, Map<String, Path> files)
      throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      List<String> unlisted =
          found
              .filter(path -> Files.isDirectory(path) && !path.equals(lists))
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith(".") && !files.containsKey(name))
              .sorted()
              .toList();
      if (!unlisted.isEmpty()) {
        throw new LabelException(
            lists, "has no list for " + unlisted + ", of which there are folders in " + folder);
      }
    }
  }

  private static void add(Path file, String label, Map<String, LabelledVideo> videos)
      throws IOException {
    List<String> lines = SetChecks.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      int space = line.lastIndexOf(' ');
      String flag = line.substring(space + 1);
      if (space <= 0 || !List.of("0", "1", "2").contains(flag)) {
        throw new LabelException(
            file, i + 1, "a video and 0, 1 or 2 expected, got \"" + line + "\"");
      }
      String video = label + "/" + line.substring(0, space).strip();
      LabelledVideo labelled =
          new LabelledVideo(
              video, label, group(video, label), flag.equals("2") ? Part.TEST : Part.TRAIN);
      if (!flag.equals("0") && videos.putIfAbsent(video, labelled) != null) {
        throw new LabelException(file, i + 1, video + " is listed a second time");
      }
    }
  }

  /** Names begin with the film that a video was cut from, before the class. */
  private static String group(String video, String label) {
    String name = video.substring(label.length() + 1);
    int film = name.indexOf("_" + label + "_");
    return film > 0 ? label + "/" + name.substring(0, film) : Ucf101.group(video);
  }
}
