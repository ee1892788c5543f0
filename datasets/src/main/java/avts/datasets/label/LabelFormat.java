package avts.datasets.label;

import java.io.IOException;
import java.nio.file.Path;

/** The layouts in which sets of labelled videos are published. */
public enum LabelFormat {
  /**
   * UCF101: {@code Class/v_Class_g01_c01.avi}; in {@code ucfTrainTestlist}, inside the set's folder
   * or beside it, classInd.txt, trainlist01.txt, testlist01.txt and so on.
   */
  UCF101 {
    @Override
    LabelledSet readSet(Path folder, int split) throws IOException {
      return Ucf101.read(folder, split);
    }
  },
  /**
   * HMDB51: {@code class/name.avi}; in {@code testTrainMulti_7030_splits}, inside the set's folder
   * or beside it, class_test_split1.txt and so on, with 0 (unused), 1 (training) or 2 (test) behind
   * each name.
   */
  HMDB51 {
    @Override
    LabelledSet readSet(Path folder, int split) throws IOException {
      return Hmdb51.read(folder, split);
    }
  },
  /** {@code train/class/name} and {@code test/class/name}; there is one split. */
  FOLDERS {
    @Override
    LabelledSet readSet(Path folder, int split) throws IOException {
      return ClassFolders.read(folder, split);
    }
  };

  abstract LabelledSet readSet(Path folder, int split) throws IOException;

  /**
   * Reads the labels of a set under one of its splits, and checks that every video is there.
   *
   * @param folder where the folders of the classes lie
   * @param split number of the split, from 1
   * @throws LabelException if a list is missing or broken, a label missing or given twice, a video
   *     absent, or training or test part empty or without a class that the other has
   * @throws IOException if something cannot be read
   */
  public LabelledSet read(Path folder, int split) throws IOException {
    return SetChecks.checked(readSet(folder, split));
  }
}
