package avts.pretrain.probe.audio;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.pretrain.run.DataRefusedException;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the scenes of the AASP challenge of 2013 (Stowell et al. 2015), which papers on learned
 * sound features call DCASE2014: recordings of 30 s named after their class, {@code
 * busystreet01.wav}.
 *
 * <ul>
 *   <li>With {@code evaluation_setup/foldN_train.txt} and {@code foldN_test.txt} (or {@code
 *       foldN_evaluate.txt}), lines {@code PATH} or {@code PATH<TAB>CLASS} relative to the folder:
 *       those folds.
 *   <li>With folders {@code train} and {@code test} of such recordings: one division, as in the
 *       challenge.
 * </ul>
 */
public final class DcaseReader {
  private static final String SETUP = "evaluation_setup";
  private static final Pattern NAME = Pattern.compile("([A-Za-z_]+?)_?(\\d+)\\.(wav|ogg|flac)");
  private static final Pattern FOLD = Pattern.compile("fold(\\d+)_(train|test|evaluate)\\.txt");

  private final Path folder;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Recording> recordings = new ArrayList<>();

  private DcaseReader(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the recordings below {@code folder}.
   *
   * @throws DataRefusedException if labels are missing, files are absent or listed twice, or there
   *     is no division
   * @throws IOException if something cannot be read
   */
  public static AudioDataset read(Path folder) throws IOException {
    DcaseReader reader = new DcaseReader(folder);
    Path setup = folder.resolve(SETUP);
    if (Files.isDirectory(setup)) {
      return reader.readFolds(setup);
    }
    AudioDataset.require(
        Files.isDirectory(folder.resolve("train")) && Files.isDirectory(folder.resolve("test")),
        "%s has neither %s/fold1_train.txt nor the folders train and test",
        folder,
        SETUP);
    List<Integer> train = reader.readFolder(folder.resolve("train"));
    List<Integer> test = reader.readFolder(folder.resolve("test"));
    return AudioDataset.checked(
        "dcase2014-train-test",
        reader.recordings,
        List.of(new AudioDataset.Fold("test", train, test)));
  }

  private AudioDataset readFolds(Path setup) throws IOException {
    Map<String, List<Integer>> train = new TreeMap<>();
    Map<String, List<Integer>> test = new TreeMap<>();
    for (Path list : list(setup)) {
      Matcher name = FOLD.matcher(list.getFileName().toString());
      if (name.matches()) {
        Map<String, List<Integer>> side = name.group(2).equals("train") ? train : test;
        AudioDataset.require(
            side.put(name.group(1), readList(list)) == null,
            "%s has both a test and an evaluate list of fold %s",
            setup,
            name.group(1));
      }
    }
    AudioDataset.require(
        !test.isEmpty() && train.keySet().equals(test.keySet()),
        "%s has training lists of the folds %s and test lists of %s",
        setup,
        train.keySet(),
        test.keySet());
    List<AudioDataset.Fold> folds = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> fold : test.entrySet()) {
      List<Integer> trained = train.getOrDefault(fold.getKey(), List.of());
      folds.add(new AudioDataset.Fold(fold.getKey(), trained, fold.getValue()));
    }
    return AudioDataset.checked("dcase2014-" + folds.size() + "-folds", recordings, folds);
  }

  private List<Integer> readList(Path list) throws IOException {
    List<Integer> indices = new ArrayList<>();
    for (String line : Files.readAllLines(list, UTF_8)) {
      if (!line.isBlank()) {
        List<String> cells = Splitter.onPattern("\\s+").splitToList(line.strip());
        Path file = folder.resolve(cells.get(0));
        int index = add(file, cells.size() > 1 ? cells.get(1) : labelOf(file));
        AudioDataset.require(!indices.contains(index), "%s lists %s twice", list, cells.get(0));
        indices.add(index);
      }
    }
    return indices;
  }

  private List<Integer> readFolder(Path part) throws IOException {
    List<Integer> indices = new ArrayList<>();
    for (Path file : list(part)) {
      indices.add(add(file, labelOf(file)));
    }
    return indices;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  private static String labelOf(Path file) throws DataRefusedException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    AudioDataset.require(
        name.matches(), "%s has no label: its name should be such as busystreet01.wav", file);
    return name.group(1);
  }

  /** Every recording is a source of its own. */
  private int add(Path file, String label) throws DataRefusedException {
    String name = folder.relativize(file).toString().replace('\\', '/');
    Integer known = places.get(name);
    if (known != null) {
      AudioDataset.require(
          recordings.get(known).label().equals(label),
          "%s is labelled both %s and %s",
          name,
          recordings.get(known).label(),
          label);
      return known;
    }
    places.put(name, recordings.size());
    recordings.add(new Recording(name, file, label, name));
    return recordings.size() - 1;
  }
}
