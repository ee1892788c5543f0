package avts.datasets.take;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads lists of trials in the form of VoxCeleb1 (Nagrani et al. 2017): a trial a line, {@code 1}
 * for the same speaker or {@code 0} for two, and two files, divided by blanks; {@code 1
 * id10270/x/00001.wav id10270/y/00002.wav}.
 *
 * <p>Files are named by the ids of their takes, in {@link TakeFormat#FOLDERS} and {@link
 * TakeFormat#MANIFEST} the paths in the set. Where no take has such an id, extensions do not count:
 * a list of sounds asks for the videos of the same names.
 */
public final class TrialList {
  private static final Splitter FIELDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  private final Path file;
  private final Map<String, Take> byId = new HashMap<>();
  private final Map<String, List<Take>> byStem = new HashMap<>();

  private TrialList(Path file, Collection<Take> takes) {
    this.file = file;
    for (Take take : takes) {
      byId.put(take.id(), take);
      byStem.computeIfAbsent(stem(take.id()), stem -> new ArrayList<>()).add(take);
    }
  }

  /**
   * Returns the trials of a list in its order; empty lines are passed over.
   *
   * @param file the list, in UTF-8
   * @param takes the takes of the set that it asks for
   * @throws TakeException if there is no such file, a line has not three fields, another label than
   *     0 and 1, or a file that is not in the set, or there is no trial of one of both kinds
   * @throws IOException if the file cannot be read
   */
  public static List<Trial> read(Path file, Collection<Take> takes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new TakeException(
          file, Files.exists(file) ? "is a folder, a list of trials is expected" : "no such file");
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (MalformedInputException e) {
      throw new TakeException(file, "is not UTF-8 text", e);
    }
    TrialList list = new TrialList(file, takes);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      List<String> fields = FIELDS.splitToList(lines.get(i));
      if (!fields.isEmpty()) {
        trials.add(list.trial(i + 1, fields));
      }
    }
    list.check(trials);
    return List.copyOf(trials);
  }

  private Trial trial(int line, List<String> fields) throws TakeException {
    if (fields.size() != 3) {
      throw fault(
          line,
          "a label and two files are expected, such as \"1 a/x/1.wav a/y/2.wav\", got "
              + fields.size()
              + " fields");
    }
    String label = fields.get(0);
    if (!label.equals("0") && !label.equals("1")) {
      throw fault(line, "the label is 1 for the same speaker or 0 for two, got \"" + label + "\"");
    }
    return new Trial(take(line, fields.get(1)), take(line, fields.get(2)), label.equals("1"));
  }

  private Take take(int line, String name) throws TakeException {
    Take exact = byId.get(name);
    if (exact != null) {
      return exact;
    }
    List<Take> alike = byStem.getOrDefault(stem(name), List.of());
    if (alike.isEmpty()) {
      throw fault(
          line,
          name
              + " is not in the set of "
              + byId.size()
              + " takes: files are named by their paths in the set, or were left out of it");
    }
    if (alike.size() > 1) {
      throw fault(
          line, name + " may be " + alike.get(0).id() + " or " + alike.get(1).id() + " of the set");
    }
    return alike.get(0);
  }

  private void check(List<Trial> trials) throws TakeException {
    long targets = trials.stream().filter(Trial::target).count();
    if (targets == 0 || targets == trials.size()) {
      throw new TakeException(
          file,
          (targets == 0
                  ? "no trial of the same speaker (label 1)"
                  : "no trial of two speakers (label 0)")
              + " among "
              + trials.size()
              + ": error rates need both kinds");
    }
  }

  private TakeException fault(int line, String problem) {
    return new TakeException(file, "line " + line + ": " + problem);
  }

  /** Returns a name without the extension of its last part. */
  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }
}
