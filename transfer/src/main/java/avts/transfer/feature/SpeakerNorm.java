package avts.transfer.feature;

/** How differences between speakers are taken off, without any label. */
public enum SpeakerNorm {
  /** Not at all. */
  NONE,
  /**
   * Each value gets mean 0 and deviation 1 over the speaker's known takes; a speaker without known
   * takes gets the mean and deviation of all known takes.
   */
  STANDARDISE,
  /**
   * Each value at each step gets mean 0 and deviation 1 over the speaker's known takes, so that
   * what a speaker's mouth does in any take is taken off too; for pictures only.
   */
  TRAJECTORY
}
