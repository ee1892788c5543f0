package avts.datasets.media;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.time.FrameRate;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link MediaWriter} encodes a file.
 *
 * @param container the file format
 * @param video the picture stream, or null for none
 * @param audio the sound stream, or null for none
 */
public record OutputFormat(Container container, @Nullable Video video, @Nullable Audio audio) {

  /** Checks that there is something to write. */
  public OutputFormat {
    checkArgument(video != null || audio != null, "a file needs pictures, sound or both");
  }

  /** File formats. */
  public enum Container {
    /** MPEG-4 part 14. */
    MP4("mp4"),
    /** QuickTime. */
    MOV("mov"),
    /** Matroska; timestamps are rounded to milliseconds. */
    MATROSKA("matroska"),
    /** Audio Video Interleave; no variable rates, no start offsets. */
    AVI("avi");

    private final String muxer;

    Container(String muxer) {
      this.muxer = muxer;
    }

    String muxer() {
      return muxer;
    }
  }

  /** Picture codecs. */
  public enum VideoCodec {
    /** H.264 by OpenH264; sides must be even. */
    H264("libopenh264"),
    /** MPEG-4 part 2. */
    MPEG4("mpeg4"),
    /** Motion JPEG: every picture on its own. */
    MJPEG("mjpeg"),
    /** Uncompressed RGB. */
    RAW("rawvideo");

    private final String encoder;

    VideoCodec(String encoder) {
      this.encoder = encoder;
    }

    String encoder() {
      return encoder;
    }
  }

  /** Sound codecs. */
  public enum AudioCodec {
    /** AAC-LC. */
    AAC("aac"),
    /** 16-bit samples as they are. */
    PCM("pcm_s16le");

    private final String encoder;

    AudioCodec(String encoder) {
      this.encoder = encoder;
    }

    String encoder() {
      return encoder;
    }
  }

  /**
   * How much the pictures may cost.
   *
   * @param bitRate bits per second (H.264 and MPEG-4)
   * @param quality quantiser of Motion JPEG, 1 (best) to 31
   * @param keyFrameInterval most pictures from one key frame to the next (H.264 and MPEG-4)
   * @param bFrames most B-frames in a row (MPEG-4), 0 to 8
   */
  public record Coding(long bitRate, int quality, int keyFrameInterval, int bFrames) {

    /** Checks the ranges. */
    public Coding {
      checkArgument(bitRate > 0, "bit rate must be positive, got %s", bitRate);
      checkArgument(quality >= 1 && quality <= 31, "quality must be 1 to 31, got %s", quality);
      checkArgument(
          keyFrameInterval > 0, "key frame interval must be positive, got %s", keyFrameInterval);
      checkArgument(bFrames >= 0 && bFrames <= 8, "B-frames must be 0 to 8, got %s", bFrames);
    }
  }

  /**
   * The picture stream; made by {@link #of} and changed one setting at a time.
   *
   * @param codec the codec
   * @param width columns
   * @param height rows
   * @param rate pictures per second where they are written without timestamps
   * @param coding how much the pictures may cost
   * @param startMicros timestamp of picture 0 in microseconds, not negative
   * @param rotationDegrees clockwise turn that players are asked for: 0, 90, 180 or 270
   */
  public record Video(
      VideoCodec codec,
      int width,
      int height,
      FrameRate rate,
      Coding coding,
      long startMicros,
      int rotationDegrees) {
    private static final double BITS_PER_PIXEL = 0.3;

    /** Checks the ranges. */
    public Video {
      checkArgument(width > 0 && height > 0, "size must be positive, got %s x %s", width, height);
      checkArgument(
          coding.bFrames() == 0 || codec == VideoCodec.MPEG4,
          "%s is written without B-frames",
          codec);
      checkArgument(startMicros >= 0, "start must not be negative, got %s", startMicros);
      checkArgument(
          rotationDegrees % 90 == 0 && rotationDegrees >= 0 && rotationDegrees < 360,
          "rotation must be 0, 90, 180 or 270, got %s",
          rotationDegrees);
    }

    /** Returns a stream that starts at 0, with a generous bit rate and a key frame a second. */
    public static Video of(VideoCodec codec, int width, int height, FrameRate rate) {
      long bits = (long) Math.max(64_000, width * height * rate.perSecond() * BITS_PER_PIXEL);
      int second = (int) Math.max(1, Math.round(rate.perSecond()));
      return new Video(codec, width, height, rate, new Coding(bits, 3, second, 0), 0, 0);
    }

    /** Returns this with another bit rate. */
    public Video withBitRate(long bitsPerSecond) {
      return with(
          new Coding(bitsPerSecond, coding.quality, coding.keyFrameInterval, coding.bFrames));
    }

    /** Returns this with another quantiser for Motion JPEG. */
    public Video withQuality(int quantiser) {
      return with(new Coding(coding.bitRate, quantiser, coding.keyFrameInterval, coding.bFrames));
    }

    /** Returns this with another distance of key frames and number of B-frames between others. */
    public Video withGroups(int pictures, int betweenReferences) {
      return with(new Coding(coding.bitRate, coding.quality, pictures, betweenReferences));
    }

    private Video with(Coding changed) {
      return new Video(codec, width, height, rate, changed, startMicros, rotationDegrees);
    }

    /** Returns this beginning at another time. */
    public Video withStart(long micros) {
      return new Video(codec, width, height, rate, coding, micros, rotationDegrees);
    }

    /** Returns this with a turn written to the metadata. */
    public Video withRotation(int degrees) {
      return new Video(codec, width, height, rate, coding, startMicros, degrees);
    }
  }

  /**
   * The sound stream.
   *
   * @param codec the codec
   * @param sampleRate samples per second
   * @param channels number of channels in their default layout, 1 to 8 (6: 5.1)
   * @param bitRate bits per second (AAC)
   * @param startMicros timestamp of sample 0 in microseconds, not negative
   */
  public record Audio(
      AudioCodec codec, int sampleRate, int channels, long bitRate, long startMicros) {

    /** Checks the ranges. */
    public Audio {
      checkArgument(sampleRate > 0, "sample rate must be positive, got %s", sampleRate);
      checkArgument(channels >= 1 && channels <= 8, "channels must be 1 to 8, got %s", channels);
      checkArgument(bitRate > 0, "bit rate must be positive, got %s", bitRate);
      checkArgument(startMicros >= 0, "start must not be negative, got %s", startMicros);
    }

    /** Returns a stream that starts at 0, with 64 kbit/s a channel where it is compressed. */
    public static Audio of(AudioCodec codec, int sampleRate, int channels) {
      return new Audio(codec, sampleRate, channels, 64_000L * channels, 0);
    }

    /** Returns this beginning at another time. */
    public Audio withStart(long micros) {
      return new Audio(codec, sampleRate, channels, bitRate, micros);
    }
  }
}
