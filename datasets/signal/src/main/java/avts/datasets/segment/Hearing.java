package avts.datasets.segment;

import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.Moments;
import java.util.ArrayList;
import java.util.List;

/**
 * How feature vectors are scaled before a network on segments is given them: in training, with
 * moments of the training takes, and by what is shipped, with the same.
 *
 * @param takeMean whether the mean over the take is subtracted from each value (cepstral mean
 *     normalisation)
 * @param moments mean and deviation of each value over the training takes, after that
 */
public record Hearing(boolean takeMean, Moments moments) {

  /**
   * Collects the moments of sounds.
   *
   * @param sounds of vectors of the same length, at least one
   */
  public static Hearing fit(boolean takeMean, Iterable<FeatureTrack> sounds) {
    List<float[]> rows = new ArrayList<>();
    int width = 0;
    for (FeatureTrack sound : sounds) {
      rows.add(centred(takeMean, sound));
      width = sound.dimensions();
    }
    return new Hearing(takeMean, Moments.of(rows, width));
  }

  /** Returns a sound with every value scaled. */
  public FeatureTrack scaled(FeatureTrack sound) {
    return sound.with(moments.standardise(centred(takeMean, sound)));
  }

  private static float[] centred(boolean takeMean, FeatureTrack sound) {
    return takeMean ? Moments.centred(sound.values(), sound.dimensions()) : sound.values();
  }
}
