package avts.distill.runtime;

import avts.datasets.segment.Hearing;
import avts.datasets.segment.SegmentCut;
import avts.datasets.segment.Segments;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.Moments;
import java.nio.FloatBuffer;

/** Gives a model on segments a sound of any length, as the network heard takes in training. */
final class SegmentEncoder implements SoundEncoder {
  private final Network network;
  private final LogFilterBank bank;
  private final Hearing hearing;
  private final SegmentCut cut;
  private final FloatBuffer features;
  private final FloatBuffer mask;

  SegmentEncoder(Network network, FeatureSettings settings, SegmentSettings segments) {
    this.network = network;
    bank = new LogFilterBank(settings.bank());
    hearing =
        new Hearing(
            segments.takeMean(),
            new Moments(settings.normalisation().mean(), settings.normalisation().std()));
    cut = segments.cut();
    features = SoundEncoder.buffer(cut.count() * cut.heardSteps() * settings.bank().filters());
    mask = SoundEncoder.buffer(cut.count());
  }

  @Override
  public float[] encode(float[] samples, float preceding) {
    FeatureTrack sound = hearing.scaled(bank.track(samples, preceding));
    Segments segments = Segments.of(sound, cut);
    features.put(0, segments.values(sound, cut.heardSteps()));
    mask.put(0, segments.mask());
    return network.run(features, mask);
  }
}
