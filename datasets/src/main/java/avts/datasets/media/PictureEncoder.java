package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.FrameRate;
import com.google.common.math.LongMath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/** The picture stream of a {@link MediaWriter}. */
final class PictureEncoder extends StreamEncoder {
  private static final int MICROS = 1_000_000;
  private static final int UNIT_GAIN = 1 << 16;

  private final OutputFormat.Video video;
  private final AVFrame rgbFrame = avutil.av_frame_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private final SwsContext converter;

  /** Ticks of the file's clock per second: the frame grid and microseconds both fall on ticks. */
  private final long clock;

  /** Timestamps given with the pictures, in microseconds after the start. */
  private final List<Long> givenMicros = new ArrayList<>();

  private long count;

  private PictureEncoder(AVFormatContext context, MediaSource target, OutputFormat.Video video)
      throws MediaException {
    super(context, target, video.codec().encoder());
    this.video = video;
    int numerator = video.rate().numerator();
    this.clock = (long) numerator / LongMath.gcd(numerator, MICROS) * MICROS;
    int format = pixelFormat(video.codec());
    this.converter =
        swscale.sws_getContext(
            video.width(),
            video.height(),
            avutil.AV_PIX_FMT_RGB24,
            video.width(),
            video.height(),
            format,
            swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    IntPointer matrix = swscale.sws_getCoefficients(swscale.SWS_CS_DEFAULT);
    boolean full = format != avutil.AV_PIX_FMT_YUV420P;
    swscale.sws_setColorspaceDetails(
        converter, matrix, 1, matrix, full ? 1 : 0, 0, UNIT_GAIN, UNIT_GAIN);
  }

  /** Adds the stream to {@code context}, whose header is not yet written. */
  static PictureEncoder open(AVFormatContext context, MediaSource target, OutputFormat.Video video)
      throws MediaException {
    return opened(new PictureEncoder(context, target, video));
  }

  @Override
  void prepare() throws MediaException {
    FrameRate rate = video.rate();
    AVCodecContext settings = settings();
    settings.width(video.width());
    settings.height(video.height());
    settings.pix_fmt(pixelFormat(video.codec()));
    settings.time_base().num(rate.denominator());
    settings.time_base().den(rate.numerator());
    settings.framerate().num(rate.numerator());
    settings.framerate().den(rate.denominator());
    settings.gop_size(video.coding().keyFrameInterval());
    settings.max_b_frames(video.coding().bFrames());
    Map<String, String> options = new HashMap<>();
    switch (video.codec()) {
      case H264, MPEG4 -> settings.bit_rate(video.coding().bitRate());
      case MJPEG -> {
        settings.flags(settings.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
        settings.global_quality(video.coding().quality() * avutil.FF_QP2LAMBDA);
        settings.color_range(avutil.AVCOL_RANGE_JPEG);
      }
      case RAW -> {}
    }
    allocate(rgbFrame, avutil.AV_PIX_FMT_RGB24);
    allocate(frame, pixelFormat(video.codec()));
    checkArgument(clock <= Integer.MAX_VALUE, "frame rate %s has too fine a clock", rate);
    open((int) clock, options);
    stream().avg_frame_rate().num(rate.numerator());
    stream().avg_frame_rate().den(rate.denominator());
    if (video.rotationDegrees() != 0) {
      addRotation();
    }
  }

  private void addRotation() {
    // Clockwise when set, counter-clockwise when read: so FFmpeg has it.
    int[] matrix = new int[9];
    avutil.av_display_rotation_set(matrix, video.rotationDegrees());
    AVPacketSideData list = new AVPacketSideData(null);
    int[] length = new int[1];
    AVPacketSideData data =
        avcodec.av_packet_side_data_new(
            list, length, avcodec.AV_PKT_DATA_DISPLAYMATRIX, 9L * Integer.BYTES, 0);
    new IntPointer(data.data()).put(matrix);
    stream().codecpar().coded_side_data(list);
    stream().codecpar().nb_coded_side_data(length[0]);
  }

  void write(byte[] rgb) throws MediaException {
    checkArgument(givenMicros.isEmpty(), "the pictures before were written with timestamps");
    encodePicture(rgb);
  }

  void write(byte[] rgb, long micros) throws MediaException {
    checkArgument(
        givenMicros.size() == count, "the pictures before were written without timestamp");
    checkArgument(video.coding().bFrames() == 0, "timestamps and B-frames do not go together");
    checkArgument(
        givenMicros.isEmpty() || givenMicros.get(givenMicros.size() - 1) < micros,
        "timestamps must ascend, got %s us",
        micros);
    givenMicros.add(micros);
    encodePicture(rgb);
  }

  private void encodePicture(byte[] rgb) throws MediaException {
    MediaWriter.checkPicture(rgb, video);
    Libav.check(avutil.av_frame_make_writable(rgbFrame), target(), "no memory");
    Libav.check(avutil.av_frame_make_writable(frame), target(), "no memory");
    int stride = rgbFrame.linesize(0);
    int row = video.width() * 3;
    ByteBuffer pixels = rgbFrame.data(0).capacity((long) stride * video.height()).asByteBuffer();
    for (int y = 0; y < video.height(); y++) {
      pixels.put(y * stride, rgb, y * row, row);
    }
    boolean raw = video.codec() == OutputFormat.VideoCodec.RAW;
    if (!raw) {
      swscale.sws_scale(
          converter,
          rgbFrame.data(),
          rgbFrame.linesize(),
          0,
          video.height(),
          frame.data(),
          frame.linesize());
      frame.color_range(
          frame.format() == avutil.AV_PIX_FMT_YUV420P
              ? avutil.AVCOL_RANGE_MPEG
              : avutil.AVCOL_RANGE_JPEG);
    }
    AVFrame converted = raw ? rgbFrame : frame;
    converted.pts(count);
    count++;
    encode(converted);
  }

  /**
   * Ticks of the file's clock at picture {@code index}, which may lie before 0 or after the end.
   */
  @Override
  long ticks(long index) {
    long start = video.startMicros() * (clock / MICROS);
    int last = givenMicros.size() - 1;
    if (last < 0) {
      return start + index * (clock / video.rate().numerator()) * video.rate().denominator();
    }
    long micros =
        index <= last
            ? givenMicros.get((int) index)
            : givenMicros.get(last)
                + (index - last) * MICROS * video.rate().denominator() / video.rate().numerator();
    return start + micros * (clock / MICROS);
  }

  private static int pixelFormat(OutputFormat.VideoCodec codec) {
    return switch (codec) {
      case H264, MPEG4 -> avutil.AV_PIX_FMT_YUV420P;
      case MJPEG -> avutil.AV_PIX_FMT_YUVJ420P;
      case RAW -> avutil.AV_PIX_FMT_RGB24;
    };
  }

  private void allocate(AVFrame allocated, int format) throws MediaException {
    allocated.format(format);
    allocated.width(video.width());
    allocated.height(video.height());
    Libav.check(avutil.av_frame_get_buffer(allocated, 0), target(), "no memory");
  }

  @Override
  void free() {
    swscale.sws_freeContext(converter);
    avutil.av_frame_free(rgbFrame);
    avutil.av_frame_free(frame);
  }
}
