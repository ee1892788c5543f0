package avts.distill.runtime;

import avts.datasets.signal.LogFilterBank;
import java.nio.FloatBuffer;

/** Gives a model of clips the log filter bank of a clip. */
final class ClipEncoder implements SoundEncoder {
  private final Network network;
  private final FeatureSettings settings;
  private final LogFilterBank bank;
  private final float[] features;
  private final FloatBuffer input;

  ClipEncoder(Network network, FeatureSettings settings) {
    this.network = network;
    this.settings = settings;
    bank = new LogFilterBank(settings.bank());
    features = new float[settings.bank().filters() * settings.clipWindows()];
    input = SoundEncoder.buffer(features.length);
  }

  /** The samples are as many as a clip has. */
  @Override
  public float[] encode(float[] samples, float preceding) {
    bank.compute(samples, preceding, features, 0);
    settings.normalisation().apply(features);
    input.put(0, features);
    return network.run(input);
  }
}
