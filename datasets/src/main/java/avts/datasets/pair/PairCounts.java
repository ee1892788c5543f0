package avts.datasets.pair;

/**
 * What the files can be used for; nothing is left out without being counted here.
 *
 * @param files files asked for
 * @param withoutWindow files in which no clip fits between two cuts
 * @param undecidable files in which windows fit, but none has sound and motion
 * @param tooShortForHard of the other files, those without room for hard pairs
 * @param tooShortForSuperHard of the other files, those without room for super-hard pairs
 * @param starts possible starts of windows in all files
 * @param skippedStarts those of them whose window lacks sound or motion
 */
public record PairCounts(
    int files,
    int withoutWindow,
    int undecidable,
    int tooShortForHard,
    int tooShortForSuperHard,
    long starts,
    long skippedStarts) {

  /** Returns the counts in a sentence, for logs. */
  public String summary() {
    return "%d files: %d without room for a clip, %d without sound or motion, %d too short for hard pairs, %d too short for super-hard pairs; %d of %d windows skipped for want of sound or motion"
        .formatted(
            files,
            withoutWindow,
            undecidable,
            tooShortForHard,
            tooShortForSuperHard,
            skippedStarts,
            starts);
  }
}
