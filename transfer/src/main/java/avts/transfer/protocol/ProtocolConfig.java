package avts.transfer.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How takes are divided.
 *
 * @param kind what training and test must not share
 * @param folds number of folds, 2 to 1000; of {@code repetition-disjoint} and {@code
 *     speaker-disjoint} at most the number of repetitions and speakers
 * @param foldSeed seed of the folds, the same for all seeds
 * @param onlyFolds numbers of the folds that are run, from 1; empty for all
 * @param parallel share of each label's training takes with pictures whose pictures are known, over
 *     0 up to 1; of {@code class-disjoint} the share of the labels
 * @param fewVideos of {@code class-disjoint}: takes with pictures of each label outside of the
 *     parallel ones, at least 0
 * @param seeds each draws which takes are parallel, the first weights and the order of training
 */
public record ProtocolConfig(
    Kind kind,
    int folds,
    long foldSeed,
    List<Integer> onlyFolds,
    double parallel,
    int fewVideos,
    List<Long> seeds) {

  /** What training and test must not share. */
  public enum Kind {
    /** Takes (P1): folds have their share of every label and speaker. */
    SAMPLE_DISJOINT,
    /** Speakers: everybody is asked by networks that never saw them. */
    SPEAKER_DISJOINT,
    /** Repetitions: fold i asks the i-th group of repetitions. */
    REPETITION_DISJOINT,
    /**
     * Takes, and some labels have no parallel takes (P2): their sound is known, and {@code
     * few_videos} of their pictures. Only takes of these labels are asked.
     */
    CLASS_DISJOINT
  }

  /** Checks every range. */
  public ProtocolConfig {
    onlyFolds = List.copyOf(onlyFolds);
    seeds = List.copyOf(seeds);
    int count = folds;
    checkArgument(folds >= 2 && folds <= 1000, "folds must lie in 2..1000, got %s", folds);
    checkArgument(
        onlyFolds.stream().allMatch(fold -> fold >= 1 && fold <= count),
        "only_folds must lie in 1..%s, got %s",
        folds,
        onlyFolds);
    checkArgument(parallel > 0 && parallel <= 1, "parallel must lie in (0, 1], got %s", parallel);
    checkArgument(fewVideos >= 0, "few_videos must not be negative, got %s", fewVideos);
    checkArgument(!seeds.isEmpty(), "seeds must be one at least");
    checkArgument(
        seeds.stream().distinct().count() == seeds.size(), "seeds must differ, got %s", seeds);
  }

  /** Returns the numbers of the folds to run, from 1. */
  public List<Integer> foldsToRun() {
    return onlyFolds.isEmpty() ? IntStream.rangeClosed(1, folds).boxed().toList() : onlyFolds;
  }
}
