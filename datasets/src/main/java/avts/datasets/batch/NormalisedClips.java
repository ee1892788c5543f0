package avts.datasets.batch;

/** Clips whose pixels and features are normalised by known figures. */
public interface NormalisedClips extends ClipSource {

  /** Returns the same clips with pixels 0..255 and features as they are, for statistics. */
  NormalisedClips raw();

  /** Returns the number of channels of a picture. */
  int channels();

  /** Returns the number of filters of the filter bank, or of values of a stored vector. */
  int filters();
}
