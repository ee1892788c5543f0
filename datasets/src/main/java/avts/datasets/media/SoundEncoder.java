package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** The sound stream of a {@link MediaWriter}. */
final class SoundEncoder extends StreamEncoder {
  private static final long MICROS = 1_000_000;

  /** Samples per packet of codecs that take any number. */
  private static final int PLAIN_BLOCK = 1024;

  private final OutputFormat.Audio audio;
  private final AVFrame frame = avutil.av_frame_alloc();
  private int blockSamples;

  /** Interleaved samples that wait for their block to be full. */
  private float[] waiting = new float[0];

  private int waitingValues;
  private long written;

  private SoundEncoder(AVFormatContext context, MediaSource target, OutputFormat.Audio audio)
      throws MediaException {
    super(context, target, audio.codec().encoder());
    this.audio = audio;
  }

  /** Adds the stream to {@code context}, whose header is not yet written. */
  static SoundEncoder open(AVFormatContext context, MediaSource target, OutputFormat.Audio audio)
      throws MediaException {
    return opened(new SoundEncoder(context, target, audio));
  }

  @Override
  void prepare() throws MediaException {
    AVCodecContext settings = settings();
    settings.sample_rate(audio.sampleRate());
    settings.sample_fmt(sampleFormat());
    avutil.av_channel_layout_default(settings.ch_layout(), audio.channels());
    settings.time_base().num(1);
    settings.time_base().den(audio.sampleRate());
    if (audio.codec() == OutputFormat.AudioCodec.AAC) {
      settings.bit_rate(audio.bitRate());
    }
    open(audio.sampleRate(), Map.of());
    blockSamples = settings.frame_size() > 0 ? settings.frame_size() : PLAIN_BLOCK;
    waiting = new float[blockSamples * audio.channels()];
    frame.format(sampleFormat());
    frame.sample_rate(audio.sampleRate());
    frame.nb_samples(blockSamples);
    avutil.av_channel_layout_default(frame.ch_layout(), audio.channels());
    Libav.check(avutil.av_frame_get_buffer(frame, 0), target(), "no memory");
  }

  private int sampleFormat() {
    return switch (audio.codec()) {
      case AAC -> avutil.AV_SAMPLE_FMT_FLTP;
      case PCM -> avutil.AV_SAMPLE_FMT_S16;
    };
  }

  void write(float[] samples) throws MediaException {
    checkArgument(
        samples.length % audio.channels() == 0,
        "%s values are not a whole number of samples in %s channels",
        samples.length,
        audio.channels());
    int taken = 0;
    while (taken < samples.length) {
      int count = Math.min(samples.length - taken, waiting.length - waitingValues);
      System.arraycopy(samples, taken, waiting, waitingValues, count);
      taken += count;
      waitingValues += count;
      if (waitingValues == waiting.length) {
        writeBlock();
      }
    }
  }

  @Override
  void finish() throws MediaException {
    if (waitingValues > 0) {
      writeBlock();
    }
    super.finish();
  }

  private void writeBlock() throws MediaException {
    int count = waitingValues / audio.channels();
    Libav.check(avutil.av_frame_make_writable(frame), target(), "no memory");
    frame.nb_samples(count);
    if (audio.codec() == OutputFormat.AudioCodec.PCM) {
      short[] values = new short[waitingValues];
      for (int i = 0; i < values.length; i++) {
        values[i] = (short) Math.max(-32768, Math.min(32767, Math.round(waiting[i] * 32768f)));
      }
      new ShortPointer(frame.data(0)).put(values);
    } else {
      for (int channel = 0; channel < audio.channels(); channel++) {
        float[] values = new float[count];
        for (int n = 0; n < count; n++) {
          values[n] = waiting[n * audio.channels() + channel];
        }
        new FloatPointer(frame.extended_data(channel)).put(values);
      }
    }
    frame.pts(written);
    written += count;
    Arrays.fill(waiting, 0);
    waitingValues = 0;
    encode(frame);
  }

  /** The start is rounded to a sample. */
  @Override
  long ticks(long sample) {
    return sample + Math.floorDiv(audio.startMicros() * audio.sampleRate() + MICROS / 2, MICROS);
  }

  @Override
  void free() {
    avutil.av_frame_free(frame);
  }
}
