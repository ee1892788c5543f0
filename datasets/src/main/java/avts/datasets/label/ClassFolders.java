package avts.datasets.label;

import avts.datasets.label.LabelledVideo.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads {@code train/class/video} and {@code test/class/video}. */
final class ClassFolders {

  private ClassFolders() {}

  static LabelledSet read(Path folder, int split) throws IOException {
    if (split != 1) {
      throw new LabelException(folder, "folders have one split, asked for split " + split);
    }
    List<LabelledVideo> videos = new ArrayList<>();
    TreeSet<String> classes = new TreeSet<>();
    for (Part part : Part.values()) {
      String name = part == Part.TRAIN ? "train" : "test";
      Path parts = folder.resolve(name);
      if (!Files.isDirectory(parts)) {
        throw new LabelException(
            parts, "no such folder: train/CLASS/VIDEO and test/CLASS/VIDEO are expected");
      }
      for (Path label : visible(parts)) {
        if (!Files.isDirectory(label)) {
          throw new LabelException(label, "has no label: videos lie in the folder of their class");
        }
        classes.add(label.getFileName().toString());
        for (Path video : visible(label)) {
          String file = name + "/" + label.getFileName() + "/" + video.getFileName();
          String group = Ucf101.group(label.getFileName() + "/" + video.getFileName());
          videos.add(new LabelledVideo(file, label.getFileName().toString(), group, part));
        }
      }
    }
    return new LabelledSet(folder, "folders", List.copyOf(classes), videos);
  }

  private static List<Path> visible(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }
}
