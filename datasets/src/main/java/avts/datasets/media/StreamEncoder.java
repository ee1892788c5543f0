package avts.datasets.media;

import java.util.Map;
import java.util.function.LongUnaryOperator;
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

/** An encoder and its stream in a file that is being written; one owner, one thread. */
final class StreamEncoder implements AutoCloseable {
  private static final int AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();

  private final AVFormatContext format;
  private final MediaSource target;
  private final AVCodec implementation;
  private final AVCodecContext codec;
  private final AVStream stream;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private int clock = 1;
  private boolean closed;

  /** Adds a stream encoded by {@code encoder}, which {@link #open} makes ready. */
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

  /** Returns the encoder's settings, to be filled in before {@link #open}. */
  AVCodecContext settings() {
    return codec;
  }

  AVStream stream() {
    return stream;
  }

  /** Returns the ticks per second in which the file wants timestamps; known after the header. */
  AVRational timeBase() {
    return stream.time_base();
  }

  /** Opens the encoder; the file's timestamps are asked for in {@code clock} ticks a second. */
  void open(int ticksPerSecond, Map<String, String> options) throws MediaException {
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
    clock = ticksPerSecond;
    stream.time_base().num(1);
    stream.time_base().den(ticksPerSecond);
  }

  /**
   * Encodes {@code frame} (null: the end) and writes what comes out.
   *
   * @param ticks maps the encoder's timestamps to the clock of {@link #open}
   */
  void encode(@org.jspecify.annotations.Nullable AVFrame frame, LongUnaryOperator ticks)
      throws MediaException {
    Libav.check(avcodec.avcodec_send_frame(codec, frame), target, "cannot be encoded");
    while (true) {
      int code = avcodec.avcodec_receive_packet(codec, packet);
      if (code == AGAIN || code == avutil.AVERROR_EOF) {
        return;
      }
      Libav.check(code, target, "cannot be encoded");
      long pts = ticks.applyAsLong(packet.pts());
      long dts = ticks.applyAsLong(packet.dts());
      long end = ticks.applyAsLong(packet.pts() + Math.max(1, packet.duration()));
      packet.pts(inFile(pts));
      packet.dts(inFile(dts));
      packet.duration(inFile(end) - packet.pts());
      packet.stream_index(stream.index());
      Libav.check(avformat.av_interleaved_write_frame(format, packet), target, "cannot be written");
    }
  }

  /** The container may have chosen another clock than the one asked for (Matroska, AVI). */
  private long inFile(long ticks) {
    return avutil.av_rescale(
        ticks, timeBase().den(), Math.multiplyExact((long) clock, (long) timeBase().num()));
  }

  MediaSource target() {
    return target;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(codec);
    }
  }
}
