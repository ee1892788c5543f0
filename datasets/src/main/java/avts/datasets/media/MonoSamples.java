package avts.datasets.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Mixes decoded sound to one channel: the plain mean of all channels but the low-frequency effects,
 * cut to -1..1.
 */
final class MonoSamples {
  private MonoSamples() {}

  /** Returns the mono samples of {@code frame}. */
  static float[] of(AVFrame frame, MediaSource source) throws MediaException {
    int channels = frame.ch_layout().nb_channels();
    int count = frame.nb_samples();
    boolean planar = avutil.av_sample_fmt_is_planar(frame.format()) != 0;
    int format = avutil.av_get_packed_sample_fmt(frame.format());
    float[] sum = new float[count];
    float[] packed =
        planar ? new float[0] : values(frame.extended_data(0), format, count * channels, source);
    int used = 0;
    for (int channel = 0; channel < channels; channel++) {
      if (channels > 2 && isEffects(frame, channel)) {
        continue;
      }
      used++;
      float[] values =
          planar ? values(frame.extended_data(channel), format, count, source) : packed;
      int step = planar ? 1 : channels;
      for (int n = 0, at = planar ? 0 : channel; n < count; n++, at += step) {
        sum[n] += values[at];
      }
    }
    for (int n = 0; n < count; n++) {
      sum[n] = Math.max(-1f, Math.min(1f, sum[n] / used));
    }
    return sum;
  }

  private static boolean isEffects(AVFrame frame, int channel) {
    int name = avutil.av_channel_layout_channel_from_index(frame.ch_layout(), channel);
    return name == avutil.AV_CHAN_LOW_FREQUENCY || name == avutil.AV_CHAN_LOW_FREQUENCY_2;
  }

  /** Reads {@code count} values of packed {@code format}, scaled to -1..1. */
  private static float[] values(BytePointer data, int format, int count, MediaSource source)
      throws MediaException {
    float[] values = new float[count];
    if (format == avutil.AV_SAMPLE_FMT_FLT) {
      new FloatPointer(data).get(values);
    } else if (format == avutil.AV_SAMPLE_FMT_S16) {
      short[] raw = new short[count];
      new ShortPointer(data).get(raw);
      for (int i = 0; i < count; i++) {
        values[i] = raw[i] / 32768f;
      }
    } else if (format == avutil.AV_SAMPLE_FMT_S32) {
      int[] raw = new int[count];
      new IntPointer(data).get(raw);
      for (int i = 0; i < count; i++) {
        values[i] = raw[i] * 0x1p-31f;
      }
    } else if (format == avutil.AV_SAMPLE_FMT_DBL) {
      double[] raw = new double[count];
      new DoublePointer(data).get(raw);
      for (int i = 0; i < count; i++) {
        values[i] = (float) raw[i];
      }
    } else if (format == avutil.AV_SAMPLE_FMT_U8) {
      byte[] raw = new byte[count];
      new BytePointer(data).get(raw);
      for (int i = 0; i < count; i++) {
        values[i] = (Byte.toUnsignedInt(raw[i]) - 128) / 128f;
      }
    } else {
      throw new MediaException(source, "unknown sample format " + format);
    }
    return values;
  }
}
