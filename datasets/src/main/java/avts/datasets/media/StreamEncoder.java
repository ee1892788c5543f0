package avts.datasets.media;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and its stream in a file that is being written; one owner, one thread.
 *
 * <p>What kind of stream it is, a subclass knows: its settings, its clock, its frames.
 */
abstract class StreamEncoder implements AutoCloseable {
  private static final int AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();

  private final AVFormatContext format;
  private final MediaSource target;
  private final AVCodec implementation;
  private final AVCodecContext codec;
  private final AVStream stream;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private int ticksPerSecond = 1;
  private boolean closed;

  /** Adds a stream encoded by {@code encoder}, which {@link #opened} makes ready. */
  StreamEncoder(AVFormatContext format, MediaSource target, String encoder) throws MediaException {
    this.format = format;
    this.target = target;
    this.implementation = avcodec.avcodec_find_encoder_by_name(encoder);
    if (implementation == null || implementation.isNull()) {
      throw new MediaException(target, "this FFmpeg has no encoder " + encoder);
    }
    this.codec = avcodec.avcodec_alloc_context3(implementation);
    codec.thread_count(1);
    codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_BITEXACT);
    if ((format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    this.stream = avformat.avformat_new_stream(format, null);
  }

  /**
   * Makes {@code encoder} ready, and closes it where that fails.
   *
   * @return {@code encoder}
   */
  static <E extends StreamEncoder> E opened(E encoder) throws MediaException {
    boolean opened = false;
    try {
      encoder.prepare();
      opened = true;
      return encoder;
    } finally {
      if (!opened) {
        encoder.close();
      }
    }
  }

  /** Fills in the {@link #settings}, calls {@link #open}, and allocates what frames need. */
  abstract void prepare() throws MediaException;

  /** Maps a timestamp of the encoder, before the start or after the end too, to the clock. */
  abstract long ticks(long timestamp);

  /** Frees what the subclass allocated, be it prepared or not; called once. */
  abstract void free();

  /** Returns the encoder's settings, to be filled in before {@link #open}. */
  final AVCodecContext settings() {
    return codec;
  }

  final AVStream stream() {
    return stream;
  }

  /** Returns the ticks per second in which the file wants timestamps; known after the header. */
  AVRational timeBase() {
    return stream.time_base();
  }

  /** Opens the encoder; the file's timestamps are asked for in ticks of that clock. */
  final void open(int ticksPerSecond, Map<String, String> options) throws MediaException {
    AVDictionary dictionary = Libav.dictionary(options);
    try {
      Libav.check(
          avcodec.avcodec_open2(codec, implementation, dictionary),
          target,
          "encoder " + implementation.name().getString() + " cannot be opened");
    } finally {
      avutil.av_dict_free(dictionary);
    }
    Libav.check(
        avcodec.avcodec_parameters_from_context(stream.codecpar(), codec),
        target,
        "stream parameters");
    this.ticksPerSecond = ticksPerSecond;
    stream.time_base().num(1);
    stream.time_base().den(ticksPerSecond);
  }

  /** Encodes {@code frame} (null: the end) and writes what comes out. */
  final void encode(@Nullable AVFrame frame) throws MediaException {
    Libav.check(avcodec.avcodec_send_frame(codec, frame), target, "cannot be encoded");
    while (true) {
      int code = avcodec.avcodec_receive_packet(codec, packet);
      if (code == AGAIN || code == avutil.AVERROR_EOF) {
        return;
      }
      Libav.check(code, target, "cannot be encoded");
      long pts = ticks(packet.pts());
      long dts = ticks(packet.dts());
      long end = ticks(packet.pts() + Math.max(1, packet.duration()));
      packet.pts(inFile(pts));
      packet.dts(inFile(dts));
      packet.duration(inFile(end) - packet.pts());
      packet.stream_index(stream.index());
      Libav.check(avformat.av_interleaved_write_frame(format, packet), target, "cannot be written");
    }
  }

  /** Writes what the encoder still holds back; nothing can be encoded afterwards. */
  void finish() throws MediaException {
    encode(null);
  }

  /** The container may have chosen another clock than the one asked for (Matroska, AVI). */
  private long inFile(long ticks) {
    return avutil.av_rescale(
        ticks,
        timeBase().den(),
        Math.multiplyExact((long) ticksPerSecond, (long) timeBase().num()));
  }

  final MediaSource target() {
    return target;
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      free();
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(codec);
    }
  }
}
