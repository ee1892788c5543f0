package avts.transfer.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.datasets.take.Take;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The divisions of a set by a protocol.
 *
 * <p>Every draw depends on the seeds and on the takes' names alone, not on their order in a folder.
 */
public final class Folds {
  private final ProtocolConfig config;
  private final List<Take> takes;
  private final int[] fold;

  /**
   * Divides takes into folds.
   *
   * @throws IllegalArgumentException if a fold would be empty, or a label is in one fold alone so
   *     that nobody could learn it
   */
  public Folds(ProtocolConfig config, List<Take> takes) {
    this.config = config;
    this.takes = List.copyOf(takes);
    fold =
        switch (config.kind()) {
          case SAMPLE_DISJOINT, CLASS_DISJOINT -> bySample();
          case SPEAKER_DISJOINT -> byGroup("speakers", Take::speaker);
          case REPETITION_DISJOINT -> byGroup("repetitions", Take::repetition);
        };
    for (String label : new TreeSet<>(takes.stream().map(Take::label).toList())) {
      long folds =
          IntStream.range(0, takes.size())
              .filter(i -> takes.get(i).label().equals(label))
              .map(i -> fold[i])
              .distinct()
              .count();
      checkArgument(
          folds > 1,
          "all takes of %s lie in one fold, so that it cannot be learned when it is asked; use"
              + " fewer folds, another protocol, or drop the label",
          label);
    }
  }

  /** Returns the fold of each take, from 1. */
  public List<Integer> folds() {
    return IntStream.of(fold).map(number -> number + 1).boxed().toList();
  }

  /** Deals the takes of each label, speaker by speaker, to the folds in turn. */
  private int[] bySample() {
    int[] dealt = new int[takes.size()];
    Seeds seeds = new Seeds(config.foldSeed());
    int label = 0;
    for (List<Integer> ofLabel : groups(all(), Take::label).values()) {
      RandomGenerator random = seeds.generator(Purpose.SPLIT, 0, label++);
      List<List<Integer>> speakers = new ArrayList<>(groups(ofLabel, Take::speaker).values());
      Shuffle.inPlace(speakers, random);
      int next = random.nextInt(config.folds());
      for (List<Integer> ofSpeaker : speakers) {
        List<Integer> order = new ArrayList<>(ofSpeaker);
        Shuffle.inPlace(order, random);
        for (int take : order) {
          dealt[take] = next++ % config.folds();
        }
      }
    }
    return dealt;
  }

  private <K extends Comparable<K>> int[] byGroup(String what, Function<Take, K> key) {
    List<K> keys = new ArrayList<>(new TreeSet<>(takes.stream().map(key).toList()));
    checkArgument(
        keys.size() >= config.folds(),
        "%s folds need as many %s, the set has %s",
        config.folds(),
        what,
        keys);
    return takes.stream()
        .mapToInt(take -> keys.indexOf(key.apply(take)) % config.folds())
        .toArray();
  }

  private List<Integer> all() {
    return IntStream.range(0, takes.size()).boxed().toList();
  }

  /** Takes by a key, in the order of their names. */
  private <K extends Comparable<K>> Map<K, List<Integer>> groups(
      Collection<Integer> some, Function<Take, K> key) {
    List<Integer> ordered = new ArrayList<>(some);
    ordered.sort((a, b) -> takes.get(a).id().compareTo(takes.get(b).id()));
    Map<K, List<Integer>> groups = new TreeMap<>();
    for (int take : ordered) {
      groups.computeIfAbsent(key.apply(takes.get(take)), k -> new ArrayList<>()).add(take);
    }
    return groups;
  }

  /**
   * Returns the division of a fold under a seed.
   *
   * @param number the fold, from 1
   */
  public Split split(int number, long seed) {
    List<Integer> training = all().stream().filter(take -> fold[take] != number - 1).toList();
    List<Integer> test = all().stream().filter(take -> fold[take] == number - 1).toList();
    // Shuffled label by label: the first ones of each are those whose pictures are known.
    Map<String, List<Integer>> labels = groups(training, Take::label);
    Seeds seeds = new Seeds(seed);
    labels.forEach(
        (label, order) ->
            Shuffle.inPlace(order, seeds.generator(Purpose.SPLIT, number, label.hashCode())));
    Set<String> asked = labels.keySet();
    Set<Integer> parallel;
    if (config.kind() == ProtocolConfig.Kind.CLASS_DISJOINT) {
      asked = askedLabels(labels.keySet(), seeds.generator(Purpose.SPLIT, number, 0));
      parallel = parallelOfSomeLabels(labels, asked);
    } else {
      parallel = parallelOfAllLabels(labels.values());
    }
    Set<String> ofThese = asked;
    return new Split(
        number,
        seed,
        training.stream().filter(parallel::contains).toList(),
        training.stream().filter(take -> !parallel.contains(take)).toList(),
        test.stream().filter(take -> ofThese.contains(takes.get(take).label())).toList());
  }

  private Set<Integer> parallelOfAllLabels(Collection<List<Integer>> labels) {
    Set<Integer> parallel = new TreeSet<>();
    double owed = 0;
    for (List<Integer> order : labels) {
      owed += config.parallel() * order.size();
      int given = Math.max(1, Math.min(order.size(), (int) Math.round(owed)));
      owed -= given; // what rounding took from one label goes to the next
      parallel.addAll(order.subList(0, given));
    }
    return parallel;
  }

  private Set<String> askedLabels(Collection<String> labels, RandomGenerator random) {
    List<String> names = new ArrayList<>(labels);
    Shuffle.inPlace(names, random);
    int known = (int) Math.round(config.parallel() * names.size());
    checkArgument(
        known >= 1 && known < names.size(),
        "parallel makes %s of %s labels parallel, which leaves none on one side",
        known,
        names.size());
    return new TreeSet<>(names.subList(known, names.size()));
  }

  private Set<Integer> parallelOfSomeLabels(Map<String, List<Integer>> labels, Set<String> asked) {
    Set<Integer> parallel = new TreeSet<>();
    labels.forEach(
        (label, order) -> {
          int given = asked.contains(label) ? config.fewVideos() : order.size();
          parallel.addAll(order.subList(0, Math.min(given, order.size())));
        });
    return parallel;
  }
}
