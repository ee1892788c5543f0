package avts.transfer.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.datasets.take.Take;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>Takes of sound alone are never asked and never parallel: they are audio-only in every fold,
 * but for those of the speaker or the repetition that is asked where the protocol keeps these
 * apart.
 *
 * <p>Every draw depends on the seeds and on the takes' names alone, not on their order in a folder.
 */
public final class Folds {
  private final ProtocolConfig config;
  private final List<Take> takes;
  private final int[] fold;

  /** Fold of takes that belong to none: sound alone that is known whoever is asked. */
  private static final int NONE = -1;

  /** Labels that a message names. */
  private static final int NAMED = 5;

  /**
   * Divides takes into folds.
   *
   * @throws IllegalArgumentException if a fold would be empty, a label has no take with pictures,
   *     or those that it has are in one fold alone so that nobody could learn it
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
    checkArgument(
        !withPictures().isEmpty(),
        "no take has pictures: there is nothing to learn lip reading from");
    checkLearnable();
  }

  private void checkLearnable() {
    Set<String> labels = new TreeSet<>(takes.stream().map(Take::label).toList());
    Map<String, List<Integer>> seen = groups(withPictures(), Take::label);
    List<String> soundAlone = labels.stream().filter(label -> !seen.containsKey(label)).toList();
    checkArgument(
        soundAlone.isEmpty(),
        "all takes of %s are sound alone, so that it is never asked: add videos of it, or drop the"
            + " label",
        some(soundAlone));
    List<String> lonely = new ArrayList<>();
    seen.forEach(
        (label, theirs) -> {
          if (theirs.stream().map(take -> fold[take]).distinct().count() < 2) {
            lonely.add(label);
          }
        });
    checkArgument(
        lonely.isEmpty(),
        "all takes of %s lie in one fold, so that it cannot be learned when it is asked; use fewer"
            + " folds, another protocol, or drop the label",
        some(lonely));
  }

  private static String some(List<String> labels) {
    return String.join(", ", labels.subList(0, Math.min(NAMED, labels.size())))
        + (labels.size() > NAMED ? " and " + (labels.size() - NAMED) + " more" : "");
  }

  /** Returns the fold of each take, from 1; 0 for sound alone that is known in every fold. */
  public List<Integer> folds() {
    return IntStream.of(fold).map(number -> number + 1).boxed().toList();
  }

  /** Deals the takes of each label, speaker by speaker, to the folds in turn. */
  private int[] bySample() {
    int[] dealt = new int[takes.size()];
    Arrays.fill(dealt, NONE);
    Seeds seeds = new Seeds(config.foldSeed());
    int label = 0;
    for (List<Integer> ofLabel : groups(withPictures(), Take::label).values()) {
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
    List<K> keys =
        new ArrayList<>(new TreeSet<>(takes.stream().filter(Take::pictures).map(key).toList()));
    checkArgument(
        keys.size() >= config.folds(),
        "%s folds need as many %s, the set has %s",
        config.folds(),
        what,
        keys);
    return takes.stream()
        .mapToInt(take -> keys.indexOf(key.apply(take)))
        .map(number -> number < 0 ? NONE : number % config.folds())
        .toArray();
  }

  private List<Integer> withPictures() {
    return all().stream().filter(take -> takes.get(take).pictures()).toList();
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
    List<Integer> test = withPictures().stream().filter(take -> fold[take] == number - 1).toList();
    // Shuffled label by label: the first ones of each are those whose pictures are known.
    Map<String, List<Integer>> labels =
        groups(training.stream().filter(take -> takes.get(take).pictures()).toList(), Take::label);
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

  /** Returns those audio-only takes of a split that have pictures. */
  public List<Integer> withheld(Split split) {
    return split.audioOnly().stream().filter(take -> takes.get(take).pictures()).toList();
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
