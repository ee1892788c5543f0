package avts.distill.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.take.Take;
import avts.datasets.take.Trial;
import avts.datasets.take.TrialList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What speaker verification asks about takes: the trials of a list, or all pairs of takes with
 * different labels, so that no trial can be answered by what was said. Immutable.
 */
public final class Trials {
  /** A fold with more pairs than this needs a list: each network scores all of them. */
  private static final int MOST = 1_000_000;

  private final List<Take> takes;
  private final @Nullable List<Pair> listed;

  private Trials(List<Take> takes, @Nullable List<Pair> listed) {
    this.takes = List.copyOf(takes);
    this.listed = listed == null ? null : List.copyOf(listed);
  }

  /** Returns trials of all pairs of takes with different labels. */
  public static Trials ofAllPairs(List<Take> takes) {
    return new Trials(takes, null);
  }

  /**
   * Returns the trials that a config asks for.
   *
   * @param config null where no trials are asked
   * @throws IOException if the list cannot be read or asks for takes that are not in the set
   * @throws IllegalArgumentException if the list takes speakers for the same or for two who are not
   */
  public static Trials read(@Nullable VerificationConfig config, List<Take> takes)
      throws IOException {
    String file = config == null ? null : config.trials();
    if (file == null) {
      return ofAllPairs(takes);
    }
    Map<Take, Integer> numbers = new HashMap<>();
    for (int number = 0; number < takes.size(); number++) {
      numbers.put(takes.get(number), number);
    }
    List<Pair> pairs = new ArrayList<>();
    for (Trial trial : TrialList.read(Path.of(file), takes)) {
      checkArgument(
          trial.target() == trial.first().speaker().equals(trial.second().speaker()),
          "%s: %s and %s are of %s, but their speakers in the set are %s and %s",
          file,
          trial.first().id(),
          trial.second().id(),
          trial.target() ? "one speaker (label 1)" : "two speakers (label 0)",
          trial.first().speaker(),
          trial.second().speaker());
      pairs.add(
          new Pair(
              Objects.requireNonNull(numbers.get(trial.first())),
              Objects.requireNonNull(numbers.get(trial.second())),
              trial.target()));
    }
    return new Trials(takes, pairs);
  }

  /** Returns the listed trials as text, a trial a line; empty where there is no list. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Pair pair : listed == null ? List.<Pair>of() : listed) {
      text.append(pair.target() ? '1' : '0')
          .append(' ')
          .append(takes.get(pair.first()).id())
          .append(' ')
          .append(takes.get(pair.second()).id())
          .append('\n');
    }
    return text.toString();
  }

  /** Returns the takes that the list names, ascending; none where there is no list. */
  Set<Integer> named() {
    Set<Integer> named = new TreeSet<>();
    for (Pair pair : listed == null ? List.<Pair>of() : listed) {
      named.add(pair.first());
      named.add(pair.second());
    }
    return named;
  }

  /** Returns the trials among these takes, in the list's order or that of the takes. */
  List<Pair> among(List<Integer> asked) {
    if (listed != null) {
      Set<Integer> known = new HashSet<>(asked);
      return listed.stream()
          .filter(pair -> known.contains(pair.first()) && known.contains(pair.second()))
          .toList();
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      Take first = takes.get(asked.get(i));
      for (int other : asked.subList(i + 1, asked.size())) {
        Take second = takes.get(other);
        if (!first.label().equals(second.label())) {
          checkArgument(
              pairs.size() < MOST,
              "%s takes have over %s pairs of different labels: name a list of trials in"
                  + " protocol.verification.trials, or ask fewer speakers a fold",
              asked.size(),
              MOST);
          pairs.add(new Pair(asked.get(i), other, first.speaker().equals(second.speaker())));
        }
      }
    }
    return pairs;
  }

  /** Checks that a fold can be scored, and that nothing it asks was heard. */
  void check(int fold, List<Integer> asked) {
    List<Pair> pairs = among(asked);
    long targets = pairs.stream().filter(Pair::target).count();
    checkArgument(
        targets > 0 && targets < pairs.size(),
        "fold %s has %s trials of one speaker and %s of two, and error rates need both%s",
        fold,
        targets,
        pairs.size() - targets,
        listed == null
            ? ": pairs are of takes with different labels, of two speakers or more"
            : ": list trials of its speakers " + speakers(asked));
  }

  /** Checks that every listed trial is asked in some fold. */
  void checkAllAsked(List<List<Integer>> folds) {
    if (listed == null) {
      return;
    }
    Set<Pair> rest = new LinkedHashSet<>(listed);
    folds.forEach(asked -> among(asked).forEach(rest::remove));
    for (Pair pair : rest) {
      throw new IllegalArgumentException(
          rest.size()
              + " trials of the list are in no fold, such as "
              + takes.get(pair.first()).id()
              + " with "
              + takes.get(pair.second()).id()
              + ", since no fold asks both speakers: use more folds, or one fold without"
              + " asked_speakers, which asks all speakers of the list");
    }
  }

  private Set<String> speakers(List<Integer> asked) {
    Set<String> names = new TreeSet<>();
    asked.forEach(take -> names.add(takes.get(take).speaker()));
    return names;
  }
}
