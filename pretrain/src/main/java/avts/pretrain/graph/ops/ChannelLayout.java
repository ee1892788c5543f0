package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Where the values of a channel lie in a row-major array {@code [N, C, ...]}.
 *
 * @param samples N
 * @param channels C
 * @param length number of values of one channel in one sample
 */
record ChannelLayout(int samples, int channels, int length) {

  static ChannelLayout of(long[] shape) {
    checkArgument(shape.length >= 2, "[N, C, ...] expected, got rank %s", shape.length);
    long length = 1;
    for (int i = 2; i < shape.length; i++) {
      length *= shape[i];
    }
    return new ChannelLayout(
        Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), Math.toIntExact(length));
  }

  /** Returns the index of the channel's first value in a sample. */
  int start(int sample, int channel) {
    return (sample * channels + channel) * length;
  }

  /** Returns the number of values of one channel in all samples. */
  long perChannel() {
    return (long) samples * length;
  }
}
