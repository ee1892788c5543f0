package avts.distill.runtime;

import avts.datasets.segment.Hearing;
import avts.datasets.segment.SegmentCut;
import avts.datasets.segment.Segments;
import avts.datasets.signal.FeatureTrack;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Gives a model on segments the feature vectors of a sound of any length, as the network heard
 * takes in training. Owns work space: one thread at a time.
 */
public final class SegmentEncoder {
  private final Network network;
  private final Hearing hearing;
  private final SegmentCut cut;
  private final FloatBuffer features;
  private final FloatBuffer mask;

  /**
   * Prepares encoding.
   *
   * @param network takes the arrays that {@link #inputs} tells of
   */
  public SegmentEncoder(Network network, Hearing hearing, SegmentCut cut) {
    this.network = network;
    this.hearing = hearing;
    this.cut = cut;
    int width = hearing.moments().mean().length;
    features = SoundEncoder.buffer(cut.count() * cut.heardSteps() * width);
    mask = SoundEncoder.buffer(cut.count());
  }

  /** Returns what a model must take that is given such segments of vectors of a length. */
  public static List<ModelArrays.Input> inputs(SegmentCut cut, int dimensions) {
    long heard = (long) cut.heardSteps() * dimensions;
    return List.of(
        new ModelArrays.Input("features", 1, cut.count(), heard),
        new ModelArrays.Input("mask", 1, cut.count()));
  }

  /** Returns what the model gives for a sound, whose vectors are as long as those of training. */
  public float[] encode(FeatureTrack sound) {
    FeatureTrack scaled = hearing.scaled(sound);
    Segments segments = Segments.of(scaled, cut);
    features.put(0, segments.values(scaled, cut.heardSteps()));
    mask.put(0, segments.mask());
    return network.run(features, mask);
  }
}
