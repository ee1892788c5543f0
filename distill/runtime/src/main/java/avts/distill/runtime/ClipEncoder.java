package avts.distill.runtime;

import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** From the sound of a clip to what the model gives. Owns work space: one thread at a time. */
final class ClipEncoder {
  private final Network network;
  private final FeatureSettings settings;
  private final LogFilterBank bank;
  private final float[] features;
  private final FloatBuffer input;

  ClipEncoder(Network network, FeatureSettings settings) {
    this.network = network;
    this.settings = settings;
    FilterBankConfig config = settings.bank();
    bank = new LogFilterBank(config);
    features = new float[config.filters() * settings.clipWindows()];
    input =
        ByteBuffer.allocateDirect(Float.BYTES * features.length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /**
   * Returns what the model gives for one clip.
   *
   * @param samples as many as a clip has, at the model's rate
   * @param preceding the sample before them, NaN where the sound begins with them
   */
  float[] encode(float[] samples, float preceding) {
    bank.compute(samples, preceding, features, 0);
    settings.normalisation().apply(features);
    input.put(0, features);
    return network.run(input);
  }
}
