package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One utterance of a set; what is in it is read by its {@link TakeSet}.
 *
 * @param id unique in its set and stable from run to run, such as {@code A1_Anya}
 * @param label what was said
 * @param speaker who said it
 * @param repetition which time this speaker said this label, from 1
 * @param pictures whether its pictures are known; if not, it is sound alone
 */
public record Take(String id, String label, String speaker, int repetition, boolean pictures) {

  /** A take with pictures. */
  public Take(String id, String label, String speaker, int repetition) {
    this(id, label, speaker, repetition, true);
  }

  /** Checks that nothing is empty. */
  public Take {
    checkArgument(!id.isEmpty() && !label.isEmpty() && !speaker.isEmpty(), "a take has no name");
    checkArgument(repetition >= 1, "repetitions count from 1, got %s", repetition);
  }

  /** Returns this as a take of which the sound alone is known. */
  public Take soundAlone() {
    return new Take(id, label, speaker, repetition, false);
  }
}
