package avts.datasets.pair;

/**
 * How the picture and the sound of a pair belong together (Korbar et al. 2018, section 3).
 *
 * <p>With shift = audio start - video start, L = clip length and g = the gap setting: ALIGNED has
 * shift 0; SUPER_HARD is the same video with minimum shift {@code <= |shift| < L}; HARD is the same
 * video with {@code |shift| >= L + g} (in mode {@code start-gap}: {@code |shift| >= g}); EASY is
 * another video.
 */
public enum PairKind {
  /** Picture and sound of the same moment. */
  ALIGNED,
  /** Sound of another video. */
  EASY,
  /** Sound of the same video, from another, distant moment. */
  HARD,
  /** Sound of the same video, slightly shifted. */
  SUPER_HARD
}
