package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.EpochPlan.Visit;
import avts.datasets.pair.PairKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Deals the visits of one epoch out to its batches.
 *
 * <p>Kinds are given out first: super-hard and hard visits go to the first visits whose file has
 * room, and where there are too few of those, to such files once more, in turn; easy ones to what
 * is left. Then each batch takes its quota from the three queues: files of groups that it does not
 * hold yet first, and never so many easy files of one group that a derangement over groups becomes
 * impossible (another visit of a file of another group takes that place).
 */
final class Deal {

  /** How far a batch looks down a queue for a group that it does not hold yet. */
  private static final int LOOK_AHEAD = 64;

  private final List<Integer> visits;
  private final IntFunction<String> groups;
  private final VisitQueue superHard;
  private final VisitQueue hard;
  private final VisitQueue easy;
  private int extra;

  /**
   * Gives out the kinds.
   *
   * @param visits files in the order of the epoch, one entry for each visit
   * @param groups the group of a file
   * @param quotas what the batches will take in all
   * @param hasRoom whether a file has room for hard or super-hard pairs
   * @throws IllegalArgumentException if no file has room for a kind that is asked for
   */
  Deal(
      List<Integer> visits,
      IntFunction<String> groups,
      List<Quota> quotas,
      BiPredicate<Integer, PairKind> hasRoom) {
    this.visits = visits;
    this.groups = groups;
    easy = new VisitQueue(visits);
    superHard =
        queue(PairKind.SUPER_HARD, quotas.stream().mapToInt(Quota::superHard).sum(), hasRoom);
    hard = queue(PairKind.HARD, quotas.stream().mapToInt(Quota::hard).sum(), hasRoom);
  }

  /** Deals the next batch. */
  List<Visit> next(Quota quota) {
    Map<String, Integer> held = new HashMap<>();
    List<Visit> batch = new ArrayList<>();
    for (int i = 0; i < quota.superHard(); i++) {
      batch.add(new Visit(take(superHard, held), PairKind.SUPER_HARD));
    }
    for (int i = 0; i < quota.hard(); i++) {
      batch.add(new Visit(take(hard, held), PairKind.HARD));
    }
    Map<String, Integer> heldEasy = new HashMap<>();
    for (int i = 0; i < quota.easy(); i++) {
      int file = takeEasy(held, heldEasy, quota.easy() / 2);
      heldEasy.merge(groups.apply(file), 1, Integer::sum);
      batch.add(new Visit(file, PairKind.EASY));
    }
    return batch;
  }

  private VisitQueue queue(PairKind kind, int count, BiPredicate<Integer, PairKind> hasRoom) {
    VisitQueue queue = easy.split(count, file -> hasRoom.test(file, kind));
    if (queue.size() < count) {
      List<Integer> fitting = visits.stream().filter(file -> hasRoom.test(file, kind)).toList();
      checkArgument(
          !fitting.isEmpty(),
          "none of %s visits is to a file with room for pairs of kind %s: use longer videos, a"
              + " shorter clip or gap, or a mix without this kind",
          visits.size(),
          kind);
      for (int i = 0; queue.size() < count; i++) {
        queue.add(fitting.get(i % fitting.size()));
      }
    }
    return queue;
  }

  private int take(VisitQueue queue, Map<String, Integer> held) {
    IntPredicate fresh = file -> !held.containsKey(groups.apply(file));
    OptionalInt found = queue.take(fresh, LOOK_AHEAD);
    int file = found.isPresent() ? found.getAsInt() : queue.take(any -> true, 1).orElseThrow();
    held.merge(groups.apply(file), 1, Integer::sum);
    return file;
  }

  private int takeEasy(Map<String, Integer> held, Map<String, Integer> heldEasy, int most) {
    IntPredicate allowed = file -> heldEasy.getOrDefault(groups.apply(file), 0) < most;
    IntPredicate fresh = file -> !held.containsKey(groups.apply(file)) && allowed.test(file);
    OptionalInt found = easy.take(fresh, LOOK_AHEAD);
    if (found.isEmpty()) {
      found = easy.take(allowed, Integer.MAX_VALUE);
    }
    int file = found.isPresent() ? found.getAsInt() : extraVisit(allowed);
    held.merge(groups.apply(file), 1, Integer::sum);
    return file;
  }

  private int extraVisit(IntPredicate allowed) {
    for (int i = 0; i < visits.size(); i++) {
      int file = visits.get(extra++ % visits.size());
      if (allowed.test(file)) {
        return file;
      }
    }
    throw new IllegalArgumentException(
        "all files belong to one source group: easy negatives need sound of another group; give"
            + " more videos or a mix without easy negatives");
  }
}
