package avts.datasets.media;

import avts.datasets.time.FrameRate;
import java.nio.IntBuffer;
import java.nio.file.Files;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** An opened container and what it says of its best streams; one owner, not thread-safe. */
final class InputFile implements AutoCloseable {
  /** Rates above this are time bases in disguise. */
  private static final int MOST_FRAMES_PER_SECOND = 1000;

  private final MediaSource source;
  private final AVFormatContext context;
  private final MediaInfo info;
  private boolean closed;

  private InputFile(MediaSource source, AVFormatContext context) {
    this.source = source;
    this.context = context;
    this.info = describe();
  }

  /** Opens {@code source} and reads its header. */
  static InputFile open(MediaSource source) throws MediaException {
    if (!Files.isRegularFile(source.file())) {
      throw new MediaException(source, "no such file");
    }
    AVFormatContext context = new AVFormatContext(null);
    AVDictionary options = new AVDictionary(null);
    try (BytePointer url = Libav.url(source)) {
      Libav.check(
          avformat.avformat_open_input(context, url, null, options), source, "cannot be opened");
    } finally {
      avutil.av_dict_free(options);
    }
    // Else frames are read ahead only to guess at a rate that the header states.
    context.fps_probe_size(0);
    int code = avformat.avformat_find_stream_info(context, (AVDictionary) null);
    if (code < 0) {
      avformat.avformat_close_input(context);
      throw new MediaException(source, "streams cannot be read: " + Libav.errorText(code));
    }
    return new InputFile(source, context);
  }

  MediaInfo info() {
    return info;
  }

  MediaSource source() {
    return source;
  }

  AVFormatContext context() {
    return context;
  }

  AVStream stream(int index) {
    return context.streams(index);
  }

  /** Lets the container's reader pass over all streams but {@code index}. */
  void keepOnly(int index) {
    for (int i = 0; i < context.nb_streams(); i++) {
      context.streams(i).discard(i == index ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
    }
  }

  private MediaInfo describe() {
    return new MediaInfo(
        context.iformat().name().getString(),
        context.nb_streams(),
        describeVideo(),
        describeAudio());
  }

  private MediaInfo.@Nullable Video describeVideo() {
    int index = bestStream(avutil.AVMEDIA_TYPE_VIDEO);
    if (index < 0) {
      return null;
    }
    AVStream stream = context.streams(index);
    AVCodecParameters parameters = stream.codecpar();
    if (parameters.width() <= 0
        || parameters.height() <= 0
        || (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
      return null;
    }
    int rotation = rotation(parameters);
    boolean turned = rotation % 180 != 0;
    return new MediaInfo.Video(
        index,
        codecName(parameters),
        turned ? parameters.height() : parameters.width(),
        turned ? parameters.width() : parameters.height(),
        rotation,
        rate(stream),
        startMicros(stream),
        durationMicros(stream));
  }

  private MediaInfo.@Nullable Audio describeAudio() {
    int index = bestStream(avutil.AVMEDIA_TYPE_AUDIO);
    if (index < 0) {
      return null;
    }
    AVStream stream = context.streams(index);
    AVCodecParameters parameters = stream.codecpar();
    if (parameters.sample_rate() <= 0 || parameters.ch_layout().nb_channels() <= 0) {
      return null;
    }
    return new MediaInfo.Audio(
        index,
        codecName(parameters),
        parameters.sample_rate(),
        parameters.ch_layout().nb_channels(),
        startMicros(stream),
        durationMicros(stream));
  }

  private int bestStream(int type) {
    return avformat.av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
  }

  private static String codecName(AVCodecParameters parameters) {
    return avcodec.avcodec_get_name(parameters.codec_id()).getString();
  }

  /** The metadata's matrix turns counter-clockwise; a picture is turned by whole quarters only. */
  private static int rotation(AVCodecParameters parameters) {
    AVPacketSideData matrix =
        avcodec.av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
      return 0;
    }
    IntBuffer values =
        matrix
            .data()
            .capacity(matrix.size())
            .asByteBuffer()
            .order(java.nio.ByteOrder.nativeOrder())
            .asIntBuffer();
    int[] copy = new int[9];
    values.get(copy);
    double degrees = avutil.av_display_rotation_get(copy);
    return Double.isNaN(degrees) ? 0 : Math.floorMod(Math.round(-degrees / 90) * 90, 360);
  }

  private FrameRate rate(AVStream stream) {
    FrameRate average = rate(stream.avg_frame_rate());
    if (average != null) {
      return average;
    }
    FrameRate guessed = rate(avformat.av_guess_frame_rate(context, stream, null));
    return guessed == null ? FrameRate.of(25) : guessed;
  }

  private static @Nullable FrameRate rate(AVRational value) {
    return value.num() > 0
            && value.den() > 0
            && (double) value.num() / value.den() <= MOST_FRAMES_PER_SECOND
        ? new FrameRate(value.num(), value.den())
        : null;
  }

  private static long startMicros(AVStream stream) {
    return stream.start_time() == Libav.NO_TIMESTAMP ? 0 : micros(stream, stream.start_time());
  }

  /** Falls back on the container's length where the stream does not state its own (Matroska). */
  private long durationMicros(AVStream stream) {
    if (stream.duration() != Libav.NO_TIMESTAMP && stream.duration() > 0) {
      return micros(stream, stream.duration());
    }
    if (context.duration() == Libav.NO_TIMESTAMP || context.duration() <= 0) {
      return 0;
    }
    long start = context.start_time() == Libav.NO_TIMESTAMP ? 0 : context.start_time();
    return Math.max(0, start + context.duration() - startMicros(stream));
  }

  private static long micros(AVStream stream, long ticks) {
    return Libav.micros(ticks, stream.time_base().num(), stream.time_base().den());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avformat.avformat_close_input(context);
    }
  }
}
