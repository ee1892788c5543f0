package avts.datasets.media;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one stream of a file in presentation order, on one thread.
 *
 * <p>Owns the {@link InputFile} it is given: a stream that is read on its own keeps its position
 * whatever is read of the other stream.
 */
final class StreamDecoder implements AutoCloseable {
  private static final int AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();

  private final InputFile file;
  private final AVFormatContext format;
  private final AVStream stream;
  private final int index;
  private final AVPacket packet;
  private @Nullable AVCodecContext codec;
  private boolean draining;

  /** Whether a frame came out since the last seek; before it, broken packets are leading ones. */
  private boolean started;

  private long lastMicros;

  private StreamDecoder(InputFile file, int index) {
    this.file = file;
    this.index = index;
    this.format = file.context();
    this.stream = file.stream(index);
    this.packet = avcodec.av_packet_alloc();
  }

  /** Opens stream {@code index}; {@code file} is closed with the decoder, or if this fails. */
  static StreamDecoder open(InputFile file, int index) throws MediaException {
    StreamDecoder decoder = new StreamDecoder(file, index);
    boolean opened = false;
    try {
      file.keepOnly(index);
      decoder.openCodec();
      opened = true;
      return decoder;
    } finally {
      if (!opened) {
        decoder.close();
      }
    }
  }

  AVStream stream() {
    return stream;
  }

  MediaSource source() {
    return file.source();
  }

  /** Returns {@code ticks} of the stream's time base in microseconds. */
  long micros(long ticks) {
    return Libav.micros(ticks, stream.time_base().num(), stream.time_base().den());
  }

  /** Discards the decoder with all it remembers, so that what follows depends on the file alone. */
  void renewCodec() throws MediaException {
    freeCodec();
    openCodec();
  }

  /**
   * Moves to the last key frame at or before {@code ticks}.
   *
   * @return whether the container could do so
   */
  boolean seek(long ticks) {
    boolean done = avformat.av_seek_frame(format, index, ticks, avformat.AVSEEK_FLAG_BACKWARD) >= 0;
    avcodec.avcodec_flush_buffers(requireCodec());
    draining = false;
    started = false;
    return done;
  }

  /**
   * Returns the timestamp in the container's index of the last key frame at or before {@code
   * ticks}, or {@link Libav#NO_TIMESTAMP} where there is no index.
   */
  long keyFrameBefore(long ticks) {
    int entry = avformat.av_index_search_timestamp(stream, ticks, avformat.AVSEEK_FLAG_BACKWARD);
    return entry < 0
        ? Libav.NO_TIMESTAMP
        : avformat.avformat_index_get_entry(stream, entry).timestamp();
  }

  /**
   * Decodes the next frame into {@code frame}.
   *
   * @return false at the end of the stream
   * @throws MediaException if the data are damaged; the message names the position
   */
  boolean next(AVFrame frame) throws MediaException {
    AVCodecContext decoder = requireCodec();
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code >= 0) {
        started = true;
        if (frame.best_effort_timestamp() != Libav.NO_TIMESTAMP) {
          lastMicros = micros(frame.best_effort_timestamp());
        }
        return true;
      }
      if (code == avutil.AVERROR_EOF) {
        return false;
      }
      if (code != AGAIN) {
        throw damaged(code);
      }
      feed(decoder);
    }
  }

  /** Sends the stream's next packet, or the end of the file. */
  private void feed(AVCodecContext decoder) throws MediaException {
    while (!draining) {
      int code = avformat.av_read_frame(format, packet);
      if (code < 0) {
        // Some containers end with an error of their own where they were cut off: the caller sees
        // where the pictures or the sound end.
        draining = true;
        break;
      }
      boolean mine = packet.stream_index() == index;
      boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
      int sent = mine ? avcodec.avcodec_send_packet(decoder, packet) : 0;
      avcodec.av_packet_unref(packet);
      if (sent < 0 && (started || key)) {
        throw damaged(sent);
      }
      if (mine) {
        return;
      }
    }
    avcodec.avcodec_send_packet(decoder, null);
  }

  private MediaException damaged(int code) {
    return new MediaException(
        file.source(),
        "stream "
            + index
            + " is damaged near "
            + Libav.seconds(lastMicros)
            + ": "
            + Libav.errorText(code));
  }

  private void openCodec() throws MediaException {
    AVCodec implementation = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (implementation == null || implementation.isNull()) {
      throw new MediaException(
          file.source(),
          "no decoder for " + avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString());
    }
    AVCodecContext opened = avcodec.avcodec_alloc_context3(implementation);
    codec = opened;
    Libav.check(
        avcodec.avcodec_parameters_to_context(opened, stream.codecpar()),
        file.source(),
        "stream parameters");
    opened.thread_count(1);
    opened.pkt_timebase(stream.time_base());
    Libav.check(
        avcodec.avcodec_open2(opened, implementation, (AVDictionary) null),
        file.source(),
        "decoder cannot be opened");
    draining = false;
    started = false;
  }

  private AVCodecContext requireCodec() {
    AVCodecContext opened = codec;
    if (opened == null) {
      throw new IllegalStateException("the reader of " + file.source() + " is closed");
    }
    return opened;
  }

  private void freeCodec() {
    AVCodecContext opened = codec;
    codec = null;
    if (opened != null) {
      avcodec.avcodec_free_context(opened);
    }
  }

  @Override
  public void close() {
    if (!Pointer.isNull(packet)) {
      avcodec.av_packet_free(packet);
      packet.setNull();
    }
    freeCodec();
    file.close();
  }
}
