package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One utterance of a set; what is in it is read by its {@link TakeSet}.
 *
 * @param id unique in its set and stable from run to run, such as {@code A1_Anya}
 * @param label what was said
 * @param speaker who said it
 * @param repetition which time this speaker said this label, from 1
 */
public record Take(String id, String label, String speaker, int repetition) {

  /** Checks that nothing is empty. */
  public Take {
    checkArgument(!id.isEmpty() && !label.isEmpty() && !speaker.isEmpty(), "a take has no name");
    checkArgument(repetition >= 1, "repetitions count from 1, got %s", repetition);
  }
}
