package avts.distill.protocol;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, of whom, and what may be learned from.
 *
 * @param task what a network tells
 * @param kind what training and test must not share
 * @param folds number of folds, 2 to 1000; 1 where a list of trials tells who is asked
 * @param foldSeed seed of the folds, the same for all seeds
 * @param onlyFolds numbers of the folds that are run, from 1; empty for all
 * @param seeds each draws the noise, the first weights and the order of training
 * @param labelled share of the training takes whose labels are known, over 0 up to 1: students and
 *     teachers learn labels from these, students imitate teachers on all
 * @param unlabelled label, such as a folder's name, of takes that have none: they are never asked,
 *     and learned from like those whose labels are not known; null where all have one
 * @param noise levels of the noise on the sound, in deviations of each feature; 0 for none
 * @param draws how often the noise of a training take is drawn, 1 or more: networks learn from it
 *     under every draw, and an epoch is that much longer
 * @param verification the trials of speaker verification; null for other tasks
 */
public record ProtocolConfig(
    Task task,
    Kind kind,
    int folds,
    long foldSeed,
    List<Integer> onlyFolds,
    List<Long> seeds,
    double labelled,
    @Nullable String unlabelled,
    List<Double> noise,
    int draws,
    @Nullable VerificationConfig verification) {

  /** What a network tells. */
  public enum Task {
    /** What was said, or felt: the take's label. */
    LABEL,
    /** Who said it, among known speakers. */
    SPEAKER,
    /**
     * Whether two takes are of the same speaker, whom it never heard: trials, scored by the cosine
     * of the takes' embeddings. Learned is who speaks, among the speakers of the training takes.
     */
    VERIFICATION
  }

  /** What training and test must not share. */
  public enum Kind {
    /** Takes: folds have their share of every label and speaker. */
    SAMPLE_DISJOINT,
    /** Speakers: everybody is asked by networks that never heard them. */
    SPEAKER_DISJOINT,
    /**
     * Labels and repetitions: a fold asks one repetition of one group of labels; nothing is learned
     * from takes that share either. The folds must be a multiple of the repetitions.
     */
    LABEL_AND_REPETITION_DISJOINT
  }

  /** Checks every range. */
  public ProtocolConfig {
    onlyFolds = List.copyOf(onlyFolds);
    seeds = List.copyOf(seeds);
    noise = List.copyOf(noise);
    int count = folds;
    boolean one = verification != null && verification.listDivides();
    checkArgument(
        one ? folds == 1 : folds >= 2 && folds <= 1000,
        one
            ? "verification.trials without asked_speakers is one division: folds must be 1, got %s"
            : "folds must lie in 2..1000, got %s",
        folds);
    checkArgument(
        onlyFolds.stream().allMatch(fold -> fold >= 1 && fold <= count),
        "only_folds must lie in 1..%s, got %s",
        folds,
        onlyFolds);
    checkArgument(!seeds.isEmpty(), "seeds must be one at least");
    checkArgument(
        seeds.stream().distinct().count() == seeds.size(), "seeds must differ, got %s", seeds);
    checkArgument(
        labelled > 0 && labelled <= 1, "labelled must lie in (0, 1], got %s", (Double) labelled);
    checkArgument(
        unlabelled == null || task == Task.LABEL,
        "unlabelled names a label, and labels are not asked: it must be null for this task");
    checkArgument(
        !noise.isEmpty() && noise.stream().allMatch(level -> level >= 0),
        "noise must list one level or more, none negative, got %s",
        noise);
    checkArgument(draws >= 1, "draws must be 1 or more, got %s", draws);
    checkArgument(
        task != Task.SPEAKER || kind != Kind.SPEAKER_DISJOINT,
        "speakers cannot be told by networks that never heard them: choose another kind");
    checkArgument(
        task != Task.LABEL || kind != Kind.LABEL_AND_REPETITION_DISJOINT,
        "labels cannot be told by networks that never heard them: choose another kind");
    checkArgument(
        task != Task.VERIFICATION || kind == Kind.SPEAKER_DISJOINT,
        "speakers are verified by networks that never heard them: kind must be speaker-disjoint");
    checkArgument(
        (task == Task.VERIFICATION) == (verification != null),
        "task verification needs the section protocol.verification, other tasks have none (null)");
  }

  /** Returns the numbers of the folds to run, from 1. */
  public List<Integer> foldsToRun() {
    return onlyFolds.isEmpty() ? IntStream.rangeClosed(1, folds).boxed().toList() : onlyFolds;
  }
}
