package avts.datasets.clip;

/** Which pictures of a clip the network sees; all but {@link #NATURAL} are controls. */
public enum ClipView {
  /** Every frame in its place. */
  NATURAL,
  /** The middle frame throughout: what is seen, but not when anything happens. */
  SINGLE_FRAME,
  /** All frames in random order: what happens, but not when. */
  SHUFFLED_FRAMES
}
