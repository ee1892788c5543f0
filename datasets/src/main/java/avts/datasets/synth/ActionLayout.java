package avts.datasets.synth;

import avts.datasets.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the files of an action set are named, and how its splits are written down. */
public enum ActionLayout {
  /**
   * UCF101: {@code Class/v_Class_g01_c01.avi} and {@code ucfTrainTestlist/classInd.txt},
   * trainlist01.txt, testlist01.txt and so on.
   */
  UCF101 {
    @Override
    String name(ActionVideo video) {
      String kind = video.kind().className();
      return String.format(
          Locale.ROOT, "%s/v_%s_g%02d_c%02d.avi", kind, kind, video.group(), video.clip());
    }

    @Override
    void writeSplits(Path folder, List<ActionVideo> videos) throws IOException {
      Path lists = Files.createDirectories(folder.resolve("ucfTrainTestlist"));
      List<String> classes = new ArrayList<>();
      for (ActionKind kind : ActionKind.values()) {
        classes.add(kind.number() + " " + kind.className());
      }
      write(lists.resolve("classInd.txt"), classes);
      for (int split = 1; split <= SPLITS; split++) {
        List<String> train = new ArrayList<>();
        List<String> test = new ArrayList<>();
        for (ActionVideo video : videos) {
          if (video.testOfSplit() == split) {
            test.add(name(video));
          } else {
            train.add(name(video) + " " + video.kind().number());
          }
        }
        String number = String.format(Locale.ROOT, "%02d", split);
        write(lists.resolve("trainlist" + number + ".txt"), train);
        write(lists.resolve("testlist" + number + ".txt"), test);
      }
    }
  },
  /**
   * HMDB51: {@code class/name.avi} and {@code testTrainMulti_7030_splits/class_test_split1.txt} and
   * so on, with 1 for training and 2 for test behind each name.
   */
  HMDB51 {
    @Override
    String name(ActionVideo video) {
      return folder(video.kind()) + "/" + file(video);
    }

    @Override
    void writeSplits(Path folder, List<ActionVideo> videos) throws IOException {
      Path lists = Files.createDirectories(folder.resolve("testTrainMulti_7030_splits"));
      for (int split = 1; split <= SPLITS; split++) {
        for (ActionKind kind : ActionKind.values()) {
          List<String> lines = new ArrayList<>();
          for (ActionVideo video : videos) {
            if (video.kind() == kind) {
              lines.add(file(video) + (video.testOfSplit() == split ? " 2" : " 1"));
            }
          }
          write(lists.resolve(folder(kind) + "_test_split" + split + ".txt"), lines);
        }
      }
    }

    private static String folder(ActionKind kind) {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The film before the class, as HMDB51 names its files. */
    private static String file(ActionVideo video) {
      return String.format(
          Locale.ROOT, "scene%02d_%s_%d.avi", video.group(), folder(video.kind()), video.clip());
    }
  },
  /** {@code train/class/name.avi} and {@code test/class/name.avi}, the first of the splits. */
  FOLDERS {
    @Override
    String name(ActionVideo video) {
      String part = video.testOfSplit() == 1 ? "test" : "train";
      String kind = video.kind().name().toLowerCase(Locale.ROOT);
      return String.format(
          Locale.ROOT, "%s/%s/g%02d_c%02d.avi", part, kind, video.group(), video.clip());
    }

    @Override
    void writeSplits(Path folder, List<ActionVideo> videos) {
      // The folders say it all.
    }
  };

  /** Number of splits; group g is tested in split (g - 1) mod 3 + 1. */
  public static final int SPLITS = 3;

  /** Returns the file of {@code video}, relative to the set's folder. */
  abstract String name(ActionVideo video);

  /** Writes the files that say which video is used for what. */
  abstract void writeSplits(Path folder, List<ActionVideo> videos) throws IOException;

  private static void write(Path file, List<String> lines) throws IOException {
    AtomicFiles.replace(file, String.join("\n", lines) + "\n");
  }
}
