package avts.distill.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.datasets.take.Take;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The divisions of a set by a protocol; draws depend on the seed and the takes' names alone. */
public final class Folds {
  /** In place of a fold: all takes may be learned from, none is asked. */
  public static final int ALL = 0;

  private final ProtocolConfig config;
  private final List<Take> takes;
  private final Trials trials;
  private final List<Split> splits;

  /**
   * One division; both lists hold takes by their number in the set, ascending.
   *
   * @param learned takes that may be learned from
   * @param asked takes that are asked
   */
  public record Split(List<Integer> learned, List<Integer> asked) {

    /** Copies the lists. */
    public Split {
      learned = List.copyOf(learned);
      asked = List.copyOf(asked);
    }
  }

  /**
   * Divides takes into folds; verification asks all pairs with different labels.
   *
   * @throws IllegalArgumentException if a fold would be empty, or a class is asked in a fold where
   *     nobody could learn it, or would have no known label, or verification has no trials of one
   *     speaker, or none of two
   */
  public Folds(ProtocolConfig config, List<Take> takes) {
    this(config, takes, Trials.ofAllPairs(takes));
  }

  /** Does the same with other trials of the same takes. */
  public Folds(ProtocolConfig config, List<Take> takes, Trials trials) {
    this.config = config;
    this.takes = List.copyOf(takes);
    this.trials = trials;
    List<Split> divided =
        switch (config.kind()) {
          case SAMPLE_DISJOINT -> byFold(dealt());
          case SPEAKER_DISJOINT -> speakerDisjoint();
          case LABEL_AND_REPETITION_DISJOINT -> byLabelAndRepetition();
        };
    splits = divided.stream().map(s -> new Split(s.learned, withLabels(s.asked))).toList();
    for (int fold : config.foldsToRun()) {
      check(fold, split(fold));
      config.seeds().forEach(seed -> labelled(fold, seed));
    }
    trials.checkAllAsked(splits.stream().map(Split::asked).toList());
  }

  private void check(int fold, Split split) {
    checkArgument(!split.asked.isEmpty(), "fold %s has no takes to ask: use fewer folds", fold);
    Set<String> known = answers(split.learned);
    checkArgument(
        known.size() >= 2, "fold %s has takes of one class only to learn from: %s", fold, known);
    if (config.task() == ProtocolConfig.Task.VERIFICATION) {
      trials.check(fold, split.asked);
      return;
    }
    for (int take : split.asked) {
      checkArgument(
          known.contains(answer(take)),
          "fold %s asks for %s, of which it has no take to learn from; use fewer folds, another"
              + " kind, or drop it",
          fold,
          answer(take));
    }
  }

  /** Returns the class of a take: its label, or its speaker. */
  public String answer(int take) {
    return config.task() == ProtocolConfig.Task.LABEL
        ? takes.get(take).label()
        : takes.get(take).speaker();
  }

  /** Returns the names of the classes that a fold learns, ascending. */
  public List<String> classes(int fold) {
    return List.copyOf(new TreeSet<>(answers(split(fold).learned)));
  }

  private Set<String> answers(List<Integer> chosen) {
    return withLabels(chosen).stream().map(this::answer).collect(Collectors.toSet());
  }

  private List<Integer> withLabels(List<Integer> chosen) {
    return chosen.stream()
        .filter(take -> !takes.get(take).label().equals(config.unlabelled()))
        .toList();
  }

  /** Returns the trials of a fold of speaker verification, in an order that never changes. */
  public List<Pair> trials(int fold) {
    return trials.among(split(fold).asked);
  }

  /** Returns the division of a fold, from 1, or {@link #ALL}. */
  public Split split(int fold) {
    return fold == ALL ? new Split(all(), List.of()) : splits.get(fold - 1);
  }

  /**
   * Returns the training takes of a fold whose labels are known: an even share of every class and
   * speaker, drawn by a seed; of {@link #ALL}, every take that has a label. Ascending.
   *
   * @throws IllegalArgumentException if a class would have none
   */
  public List<Integer> labelled(int fold, long seed) {
    if (fold == ALL) {
      return withLabels(all());
    }
    List<Integer> order = new ArrayList<>(withLabels(split(fold).learned));
    order.sort(Comparator.comparing((Integer take) -> takes.get(take).id()));
    Shuffle.inPlace(order, new Seeds(seed).generator(Purpose.SPLIT, fold, 1));
    order.sort(
        Comparator.comparing((Integer take) -> answer(take))
            .thenComparing(take -> takes.get(take).label())
            .thenComparing(take -> takes.get(take).speaker()));
    double share = config.labelled();
    List<Integer> known =
        IntStream.range(0, order.size())
            .filter(i -> Math.floor((i + 1) * share) > Math.floor(i * share))
            .mapToObj(order::get)
            .sorted()
            .toList();
    Set<String> classes = answers(known);
    for (int take : order) {
      checkArgument(
          classes.contains(answer(take)),
          "with labelled %s, fold %s knows no take of %s: raise it",
          share,
          fold,
          answer(take));
    }
    return known;
  }

  private List<Integer> all() {
    return IntStream.range(0, takes.size()).boxed().toList();
  }

  private List<Split> byFold(List<Integer> folds) {
    List<Split> result = new ArrayList<>();
    for (int number = 0; number < config.folds(); number++) {
      int fold = number;
      result.add(
          new Split(
              all().stream().filter(take -> folds.get(take) != fold).toList(),
              all().stream().filter(take -> folds.get(take) == fold).toList()));
    }
    return result;
  }

  private List<Integer> dealt() {
    Integer[] dealt = new Integer[takes.size()];
    Seeds seeds = new Seeds(config.foldSeed());
    int next = 0;
    for (String label : distinct(Take::label)) {
      for (String speaker : distinct(Take::speaker)) {
        List<Integer> group =
            new ArrayList<>(
                all().stream()
                    .filter(take -> takes.get(take).label().equals(label))
                    .filter(take -> takes.get(take).speaker().equals(speaker))
                    .toList());
        group.sort((a, b) -> takes.get(a).id().compareTo(takes.get(b).id()));
        Shuffle.inPlace(
            group, seeds.generator(Purpose.SPLIT, label.hashCode(), speaker.hashCode()));
        for (int take : group) {
          dealt[take] = next++ % config.folds();
        }
      }
    }
    return List.of(dealt);
  }

  private List<String> distinct(Function<Take, String> key) {
    return List.copyOf(new TreeSet<>(takes.stream().map(key).toList()));
  }

  private List<Split> speakerDisjoint() {
    List<String> names = new ArrayList<>(distinct(Take::speaker));
    VerificationConfig verification = config.verification();
    if (verification != null && verification.listDivides()) {
      Set<Integer> asked = trials.named();
      Set<String> unheard =
          asked.stream().map(take -> takes.get(take).speaker()).collect(Collectors.toSet());
      return List.of(new Split(without(unheard), List.copyOf(asked)));
    }
    if (verification != null && verification.askedSpeakers() != null) {
      return choices(names, verification.askedSpeakers()).stream()
          .map(asked -> new Split(without(asked), by(asked)))
          .toList();
    }
    // Speakers without any label have no fold: they may always be learned from.
    names.removeIf(name -> withLabels(by(Set.of(name))).isEmpty());
    checkArgument(
        names.size() >= config.folds(),
        "%s folds need as many speakers, the set has %s",
        config.folds(),
        names);
    return byFold(
        takes.stream().map(take -> names.indexOf(take.speaker()) % config.folds()).toList());
  }

  private List<Integer> by(Set<String> speakers) {
    return all().stream().filter(take -> speakers.contains(takes.get(take).speaker())).toList();
  }

  private List<Integer> without(Set<String> speakers) {
    return all().stream().filter(take -> !speakers.contains(takes.get(take).speaker())).toList();
  }

  /**
   * Chooses the speakers of each fold: neighbours in a shuffled circle, then those two apart, and
   * so on, so that as many folds as there are speakers ask everybody equally often. Of two, these
   * are all pairs.
   */
  private List<Set<String>> choices(List<String> names, int size) {
    List<String> circle = new ArrayList<>(names);
    Shuffle.inPlace(circle, new Seeds(config.foldSeed()).generator(Purpose.SPLIT, 1, 0));
    Set<Set<String>> choices = new LinkedHashSet<>();
    for (int step = 1; step < circle.size(); step++) {
      for (int start = 0; start < circle.size(); start++) {
        Set<String> choice = new TreeSet<>();
        for (int i = 0; i < size; i++) {
          choice.add(circle.get((start + i * step) % circle.size()));
        }
        if (choice.size() == size) {
          choices.add(choice);
        }
      }
    }
    checkArgument(
        size + 2 <= names.size(),
        "asked_speakers %s leave less than two to learn from: the set has the speakers %s",
        size,
        names);
    checkArgument(
        config.folds() <= choices.size(),
        "%s folds of %s asked speakers: of the speakers %s there are %s such folds at most",
        config.folds(),
        size,
        names,
        choices.size());
    return choices.stream().limit(config.folds()).toList();
  }

  private List<Split> byLabelAndRepetition() {
    List<Integer> repetitions =
        List.copyOf(new TreeSet<>(takes.stream().map(Take::repetition).toList()));
    checkArgument(
        repetitions.size() >= 2 && config.folds() % repetitions.size() == 0,
        "label-and-repetition-disjoint folds must be a multiple of the repetitions %s, got %s",
        repetitions,
        config.folds());
    int groups = config.folds() / repetitions.size();
    checkArgument(
        groups >= 2, "with %s folds all labels are in one group: use more folds", config.folds());
    List<String> labels = new ArrayList<>(distinct(Take::label));
    Shuffle.inPlace(labels, new Seeds(config.foldSeed()).generator(Purpose.SPLIT, 0, 0));
    List<Split> result = new ArrayList<>();
    for (int number = 0; number < config.folds(); number++) {
      int group = number % groups;
      int repetition = repetitions.get(number / groups);
      result.add(
          new Split(
              all().stream()
                  .filter(take -> labels.indexOf(takes.get(take).label()) % groups != group)
                  .filter(take -> takes.get(take).repetition() != repetition)
                  .toList(),
              all().stream()
                  .filter(take -> labels.indexOf(takes.get(take).label()) % groups == group)
                  .filter(take -> takes.get(take).repetition() == repetition)
                  .toList()));
    }
    return result;
  }
}
