package avts.transfer.curve;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.pretrain.run.DataRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which repetition is asked of which model, and what is learned from meanwhile. Every take of a
 * tested repetition is asked once, of a model that has not seen it.
 *
 * @param takes the takes of the set
 * @param repetitions the repetitions of the set, ascending
 * @param folds one for each tested repetition
 * @param sizes numbers of repetitions whose labels are known, ascending
 */
record Rotation(
    List<Take> takes, List<Integer> repetitions, List<Fold> folds, List<Integer> sizes) {

  /** Copies the lists. */
  Rotation {
    takes = List.copyOf(takes);
    repetitions = List.copyOf(repetitions);
    folds = List.copyOf(folds);
    sizes = List.copyOf(sizes);
  }

  /**
   * One tested repetition.
   *
   * @param repetition its number
   * @param model number of the model that is asked
   * @param seen its takes that this model has seen in pretraining
   * @param test its takes by their numbers, ascending
   */
  record Fold(int repetition, int model, int seen, List<Integer> test) {

    /** Copies the list. */
    Fold {
      test = List.copyOf(test);
    }
  }

  /** Counts takes that a model has seen. */
  @FunctionalInterface
  interface Seen {

    /** Returns how many of {@code asked} the model with a number has seen in pretraining. */
    int count(int model, List<Take> asked) throws IOException, MediaException;
  }

  /**
   * Models to choose from.
   *
   * @param names their names, for messages
   * @param seen what they have seen
   * @param allowSeen whether a model may be asked for takes that it has seen
   */
  record Models(List<String> names, Seen seen, boolean allowSeen) {

    /** Copies the list. */
    Models {
      names = List.copyOf(names);
    }
  }

  /**
   * Finds the model that has seen least of each tested repetition, the first of several.
   *
   * @throws DataRefusedException if every model has seen takes of a tested repetition and that is
   *     not allowed, if a model is not needed, or if the set has too few repetitions
   */
  static Rotation of(List<Take> takes, CurveConfig config, Models models)
      throws IOException, MediaException {
    TreeSet<Integer> repetitions = new TreeSet<>(takes.stream().map(Take::repetition).toList());
    List<Integer> sizes = sizes(config, repetitions.size() - 1);
    List<Fold> folds = new ArrayList<>();
    for (int repetition : config.testRepetitions()) {
      if (!repetitions.contains(repetition)) {
        throw new DataRefusedException(
            "test_repetitions names " + repetition + ", and the set has " + repetitions);
      }
      folds.add(fold(repetition, of(takes, List.of(repetition)), takes, models));
    }
    for (int model = 0; model < models.names.size(); model++) {
      int number = model;
      if (folds.stream().noneMatch(fold -> fold.model == number)) {
        throw new DataRefusedException(
            models.names.get(model)
                + " is asked for no repetition of "
                + config.testRepetitions()
                + ": another model has seen as little of each; leave it out");
      }
    }
    return new Rotation(takes, List.copyOf(repetitions), folds, sizes);
  }

  private static List<Integer> sizes(CurveConfig config, int most) throws DataRefusedException {
    TreeSet<Integer> sizes = new TreeSet<>(config.labelledRepetitions());
    if (config.allRepetitions()) {
      sizes.add(most);
    }
    if (most < 1 || sizes.last() > most) {
      throw new DataRefusedException(
          "the set has "
              + (most + 1)
              + " repetitions and the tested one is not learned from, so "
              + Math.max(1, sizes.last())
              + " cannot be known: see labelled_repetitions");
    }
    return List.copyOf(sizes);
  }

  private static Fold fold(int repetition, List<Integer> test, List<Take> takes, Models models)
      throws IOException, MediaException {
    List<Take> asked = test.stream().map(takes::get).toList();
    List<String> counts = new ArrayList<>();
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int model = 0; model < models.names.size(); model++) {
      int seen = models.seen.count(model, asked);
      counts.add(models.names.get(model) + " " + seen);
      if (seen < least) {
        least = seen;
        best = model;
      }
    }
    if (least > 0 && !models.allowSeen) {
      throw new DataRefusedException(
          "seen in training, of "
              + asked.size()
              + " test takes of repetition "
              + repetition
              + ": "
              + String.join(", ", counts)
              + "; pretrain on other repetitions, or say --allow-seen");
    }
    return new Fold(repetition, best, least, test);
  }

  /** Returns the takes whose labels are known when {@code size} repetitions are. */
  List<Integer> known(Fold fold, int size) {
    return of(takes, others(fold).subList(0, size));
  }

  /** Returns the takes that are neither tested nor labelled then. */
  List<Integer> unlabelled(Fold fold, int size) {
    List<Integer> others = others(fold);
    return of(takes, others.subList(size, others.size()));
  }

  /** The repetitions that follow the tested one, the first again behind the last. */
  private List<Integer> others(Fold fold) {
    int tested = repetitions.indexOf(fold.repetition);
    return IntStream.range(1, repetitions.size())
        .mapToObj(i -> repetitions.get((tested + i) % repetitions.size()))
        .toList();
  }

  /** Returns the tested takes of all folds, fold by fold. */
  List<Integer> asked() {
    return folds.stream().flatMap(fold -> fold.test.stream()).toList();
  }

  /** Returns the number of known takes, the mean over folds to the nearest whole number. */
  int labelledTakes(int size) {
    return (int)
        Math.round(folds.stream().mapToInt(fold -> known(fold, size).size()).average().orElse(0));
  }

  private static List<Integer> of(List<Take> takes, Collection<Integer> repetitions) {
    return IntStream.range(0, takes.size())
        .filter(i -> repetitions.contains(takes.get(i).repetition()))
        .boxed()
        .toList();
  }
}
