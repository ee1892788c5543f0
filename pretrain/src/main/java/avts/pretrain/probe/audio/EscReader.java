package avts.pretrain.probe.audio;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.pretrain.run.DataRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads ESC-50 and ESC-10 (Piczak 2015) in any of their layouts:
 *
 * <ul>
 *   <li>{@code meta/esc50.csv} with the columns filename, fold, category and esc10, and the sounds
 *       in {@code audio/}: today's distribution;
 *   <li>files {@code FOLD-CLIP-TAKE-CLASS.wav} or {@code .ogg} anywhere below the folder;
 *   <li>files {@code FOLD-CLIP-TAKE.ogg} in a folder for each class, {@code 001 - Dog bark}: the
 *       first distribution.
 * </ul>
 *
 * <p>Each fold is tested by a model trained on all others. Takes of one clip are one group.
 */
public final class EscReader {
  private static final Path META = Path.of("meta", "esc50.csv");
  private static final List<String> COLUMNS = List.of("filename", "fold", "category", "esc10");

  /** Classes of ESC-10 by their numbers in file names of ESC-50. */
  private static final List<String> ESC10 =
      List.of("0", "1", "10", "11", "12", "20", "21", "38", "40", "41");

  private static final Pattern WITH_CLASS =
      Pattern.compile("(\\d+)-(\\d+)-([A-Za-z])-(\\d+)\\.(wav|ogg|flac)");
  private static final Pattern WITHOUT_CLASS =
      Pattern.compile("(\\d+)-(\\d+)-([A-Za-z])\\.(wav|ogg|flac)");
  private static final Pattern CLASS_FOLDER = Pattern.compile("\\d+ - (.+)");

  private final Path folder;
  private final boolean tenClasses;
  private final List<Recording> recordings = new ArrayList<>();
  private final List<String> folds = new ArrayList<>();

  private EscReader(Path folder, boolean tenClasses) {
    this.folder = folder;
    this.tenClasses = tenClasses;
  }

  /**
   * Reads the recordings below {@code folder}.
   *
   * @param tenClasses whether only the ten classes of ESC-10 are wanted
   * @throws DataRefusedException if labels are missing, files are absent or listed twice, or there
   *     are fewer than two folds
   * @throws IOException if something cannot be read
   */
  public static AudioDataset read(Path folder, boolean tenClasses) throws IOException {
    EscReader reader = new EscReader(folder, tenClasses);
    if (Files.exists(folder.resolve(META))) {
      reader.readMeta();
    } else {
      reader.readNames();
    }
    return reader.dataset();
  }

  private void add(Path file, String label, String fold, String group) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    recordings.add(new Recording(name, file, label, fold + "-" + group));
    folds.add(fold);
  }

  private void readMeta() throws IOException {
    Path meta = folder.resolve(META);
    List<String> lines = Files.readAllLines(meta, UTF_8);
    AudioDataset.require(!lines.isEmpty(), "%s is empty", meta);
    List<String> head = Arrays.asList(lines.get(0).strip().split(",", -1));
    AudioDataset.require(
        head.containsAll(COLUMNS), "%s needs the columns %s, but has %s", meta, COLUMNS, head);
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      String[] cells = line.split(",", -1);
      AudioDataset.require(
          cells.length == head.size(),
          "%s line %d has %d cells, the head has %d",
          meta,
          i + 1,
          cells.length,
          head.size());
      String category = cells[head.indexOf("category")];
      AudioDataset.require(!category.isEmpty(), "%s line %d has no category", meta, i + 1);
      if (tenClasses && !cells[head.indexOf("esc10")].equalsIgnoreCase("true")) {
        continue;
      }
      String name = cells[head.indexOf("filename")];
      String[] parts = name.split("-", -1);
      String group = parts.length > 1 ? parts[1] : name;
      add(folder.resolve("audio").resolve(name), category, cells[head.indexOf("fold")], group);
    }
  }

  private void readNames() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> isSound(file.getFileName().toString()))
              .sorted(Comparator.comparing(Path::toString))
              .toList();
    }
    AudioDataset.require(
        !files.isEmpty(),
        "%s has neither %s nor sound files named FOLD-CLIP-TAKE-CLASS.wav",
        folder,
        META);
    for (Path file : files) {
      readName(file);
    }
  }

  private static boolean isSound(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(wav|ogg|flac)");
  }

  private void readName(Path file) throws DataRefusedException {
    String name = file.getFileName().toString();
    Matcher full = WITH_CLASS.matcher(name);
    Matcher plain = WITHOUT_CLASS.matcher(name);
    Path parent = file.getParent();
    Matcher parentName =
        CLASS_FOLDER.matcher(parent == null ? "" : String.valueOf(parent.getFileName()));
    if (full.matches()) {
      if (!tenClasses || ESC10.contains(full.group(4))) {
        add(file, full.group(4), full.group(1), full.group(2));
      }
    } else {
      AudioDataset.require(
          plain.matches() && parentName.matches(),
          "%s has no label: its name should be FOLD-CLIP-TAKE-CLASS.wav, or FOLD-CLIP-TAKE.ogg in a"
              + " folder such as \"001 - Dog bark\"",
          file);
      add(file, parentName.group(1), plain.group(1), plain.group(2));
    }
  }

  private AudioDataset dataset() throws DataRefusedException {
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < folds.size(); i++) {
      members.computeIfAbsent(folds.get(i), key -> new ArrayList<>()).add(i);
    }
    AudioDataset.require(
        members.size() >= 2, "%s has the folds %s; two are needed", folder, members.keySet());
    List<AudioDataset.Fold> divisions = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> fold : members.entrySet()) {
      List<Integer> train = new ArrayList<>();
      members.forEach(
          (name, indices) -> {
            if (!name.equals(fold.getKey())) {
              train.addAll(indices);
            }
          });
      divisions.add(new AudioDataset.Fold(fold.getKey(), train, fold.getValue()));
    }
    String protocol = (tenClasses ? "esc10-" : "esc50-") + members.size() + "-folds";
    return AudioDataset.checked(protocol, recordings, divisions);
  }
}
