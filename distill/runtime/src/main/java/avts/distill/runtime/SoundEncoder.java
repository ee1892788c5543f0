package avts.distill.runtime;

import avts.datasets.segment.Hearing;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.Moments;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** From a stretch of sound to what the model gives. Owns work space: one thread at a time. */
@FunctionalInterface
interface SoundEncoder {

  /** Returns the encoder for a model. */
  static SoundEncoder of(Network network, FeatureSettings settings) {
    SegmentSettings segments = settings.segments();
    if (segments == null) {
      return new ClipEncoder(network, settings);
    }
    LogFilterBank bank = new LogFilterBank(settings.bank());
    Moments moments = new Moments(settings.normalisation().mean(), settings.normalisation().std());
    SegmentEncoder encoder =
        new SegmentEncoder(network, new Hearing(segments.takeMean(), moments), segments.cut());
    return (samples, preceding) -> encoder.encode(bank.track(samples, preceding));
  }

  /**
   * Returns what the model gives for a stretch of sound.
   *
   * @param samples at the model's rate
   * @param preceding the sample before them, NaN where the sound begins with them
   */
  float[] encode(float[] samples, float preceding);

  /** Returns native memory that the model can be given. */
  static FloatBuffer buffer(int values) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, values))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
