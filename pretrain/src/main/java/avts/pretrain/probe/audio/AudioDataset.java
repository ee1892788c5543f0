package avts.pretrain.probe.audio;

import avts.pretrain.run.DataRefusedException;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recordings and how they are divided into training and test.
 *
 * @param protocol name of data set and division, such as {@code esc10-3-folds}
 * @param recordings all of them, in the order of their names
 * @param folds the divisions; every recording is tested at most once
 */
public record AudioDataset(String protocol, List<Recording> recordings, List<Fold> folds) {

  /**
   * One division.
   *
   * @param name its name, such as {@code 1}
   * @param train indices of the recordings to train on
   * @param test indices of the recordings to test
   */
  public record Fold(String name, List<Integer> train, List<Integer> test) {

    /** Copies the lists. */
    public Fold {
      train = List.copyOf(train);
      test = List.copyOf(test);
    }
  }

  /** Copies the lists. */
  public AudioDataset {
    recordings = List.copyOf(recordings);
    folds = List.copyOf(folds);
  }

  /**
   * Returns a data set after checking that it can be measured on.
   *
   * @throws DataRefusedException if a file is absent or named twice, there are fewer than two
   *     classes, a source or recording is on both sides of a division, is tested twice, or a tested
   *     class is never trained
   */
  static AudioDataset checked(String protocol, List<Recording> recordings, List<Fold> folds)
      throws DataRefusedException {
    Set<String> names = new HashSet<>();
    for (Recording recording : recordings) {
      require(names.add(recording.name()), "%s is listed twice", recording.name());
      require(
          Files.isRegularFile(recording.file()),
          "%s is listed, but there is no such file",
          recording.file());
    }
    AudioDataset set = new AudioDataset(protocol, recordings, folds);
    require(
        set.classes().size() >= 2, "%s has fewer than two classes: %s", protocol, set.classes());
    Map<Integer, String> testedIn = new HashMap<>();
    for (Fold fold : folds) {
      set.check(fold, testedIn);
    }
    return set;
  }

  private void check(Fold fold, Map<Integer, String> testedIn) throws DataRefusedException {
    require(
        !fold.train.isEmpty() && !fold.test.isEmpty(),
        "fold %s has %s recordings to train on and %s to test",
        fold.name,
        fold.train.size(),
        fold.test.size());
    Map<String, String> trained = new HashMap<>();
    Set<String> labels = new HashSet<>();
    for (int index : fold.train) {
      trained.put(recordings.get(index).group(), recordings.get(index).name());
      labels.add(recordings.get(index).label());
    }
    for (int index : fold.test) {
      Recording tested = recordings.get(index);
      String twin = trained.get(tested.group());
      require(
          twin == null,
          "in fold %s %s is tested while %s, of the same source, is trained on",
          fold.name,
          tested.name(),
          twin);
      require(
          labels.contains(tested.label()),
          "in fold %s nothing of class \"%s\" is trained on",
          fold.name,
          tested.label());
      String other = testedIn.putIfAbsent(index, fold.name);
      require(other == null, "%s is tested in folds %s and %s", tested.name(), other, fold.name);
    }
  }

  /** Throws with a formatted message unless a condition holds. */
  @FormatMethod
  static void require(boolean holds, @FormatString String format, @Nullable Object... values)
      throws DataRefusedException {
    if (!holds) {
      throw new DataRefusedException(String.format(Locale.ROOT, format, values));
    }
  }

  /** Returns the classes in alphabetical order. */
  public List<String> classes() {
    TreeSet<String> labels = new TreeSet<>();
    recordings.forEach(recording -> labels.add(recording.label()));
    return List.copyOf(labels);
  }
}
