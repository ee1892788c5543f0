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

  /** Returns the counts that are not 0 in a sentence, for logs. */
  public String summary() {
    StringBuilder text = new StringBuilder(files + " files, " + starts + " windows");
    append(text, withoutWindow, "files without room for a clip");
    append(text, undecidable, "files without sound or motion");
    append(text, tooShortForHard, "files too short for hard pairs");
    append(text, tooShortForSuperHard, "files too short for super-hard pairs");
    append(text, skippedStarts, "windows skipped for want of sound or motion");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }
}
