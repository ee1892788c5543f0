package avts.datasets.media;

import avts.datasets.time.FrameRate;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Finds pictures by their timestamps. Holds the picture that is shown and the one after it; decodes
 * on where the next one wanted lies ahead, and seeks where a later key frame saves decoding.
 */
final class PictureReader implements DecodedPictures, AutoCloseable {
  /**
   * How long the last picture may stay beyond its own duration before its stream counts as over.
   */
  private static final long HOLD_MICROS = 500_000;

  /** How far before the wanted picture to seek when a first seek landed behind it. */
  private static final long FIRST_STEP_BACK_MICROS = 1_000_000;

  private final MediaSource source;
  private final MediaInfo.Video video;
  private StreamDecoder decoder;
  private AVFrame shown = avutil.av_frame_alloc();
  private AVFrame following = avutil.av_frame_alloc();

  /** Timestamps of the two pictures; {@link Libav#NO_TIMESTAMP} where there is none. */
  private long shownTicks = Libav.NO_TIMESTAMP;

  private long followingTicks = Libav.NO_TIMESTAMP;
  private boolean ended;

  private PictureReader(StreamDecoder decoder, MediaInfo.Video video) {
    this.source = decoder.source();
    this.video = video;
    this.decoder = decoder;
  }

  /** Takes over {@code file}, which is closed with the reader or if this fails. */
  static PictureReader open(InputFile file, MediaInfo.Video video) throws MediaException {
    return new PictureReader(StreamDecoder.open(file, video.index()), video);
  }

  @Override
  public Shown at(long frame, FrameRate rate) throws MediaException {
    show(frame, rate);
    requireIntact();
    return new Shown(
        shown, shownTicks, Math.max(0, micros(frame, rate) - decoder.micros(shownTicks)));
  }

  /** Makes the picture at time {@code frame / rate} the shown one. */
  private void show(long frame, FrameRate rate) throws MediaException {
    long target = ticksAt(frame, rate);
    if (shownTicks == Libav.NO_TIMESTAMP || target < shownTicks || aheadOfKeyFrame(target)) {
      seek(target);
    }
    while (peek() && followingTicks <= target) {
      AVFrame free = shown;
      shown = following;
      shownTicks = followingTicks;
      following = free;
      followingTicks = Libav.NO_TIMESTAMP;
    }
    if (ended && followingTicks == Libav.NO_TIMESTAMP) {
      long duration = Math.max(shown.duration(), ticksAt(1, video.rate()));
      long end = decoder.micros(shownTicks + duration);
      if (decoder.micros(target) > end + HOLD_MICROS) {
        throw new MediaException(
            source,
            "the pictures end at "
                + Libav.seconds(end)
                + ", the one at "
                + Libav.seconds(decoder.micros(target))
                + " was asked for");
      }
    }
  }

  private static long micros(long frame, FrameRate rate) {
    return Math.floorDiv(
        Math.multiplyExact(Math.multiplyExact(frame, (long) rate.denominator()), 1_000_000L),
        (long) rate.numerator());
  }

  /**
   * Last tick of the stream's clock at or before {@code frame / rate}. Containers round timestamps
   * to their ticks (Matroska: milliseconds), so half a tick counts as equal.
   */
  private long ticksAt(long frame, FrameRate rate) {
    AVRational base = decoder.stream().time_base();
    long ticks =
        Math.multiplyExact(2L * base.den(), Math.multiplyExact(frame, (long) rate.denominator()));
    long perFrame = Math.multiplyExact((long) rate.numerator(), (long) base.num());
    return Math.floorDiv(Math.addExact(ticks, perFrame), 2 * perFrame);
  }

  /** Whether a seek would skip pictures that otherwise are decoded for nothing. */
  private boolean aheadOfKeyFrame(long target) throws MediaException {
    if (!peek() || target <= followingTicks) {
      return false;
    }
    long key = decoder.keyFrameBefore(target);
    return key != Libav.NO_TIMESTAMP && key > followingTicks;
  }

  /** Decodes the picture after the shown one; false where there is none. */
  private boolean peek() throws MediaException {
    if (followingTicks != Libav.NO_TIMESTAMP) {
      return true;
    }
    if (ended) {
      return false;
    }
    avutil.av_frame_unref(following);
    if (!decoder.next(following)) {
      ended = true;
      return false;
    }
    long ticks = following.best_effort_timestamp();
    if (ticks == Libav.NO_TIMESTAMP) {
      ticks =
          shownTicks == Libav.NO_TIMESTAMP ? 0 : shownTicks + Math.max(1, ticksAt(1, video.rate()));
    }
    followingTicks = ticks;
    return true;
  }

  /** Shows a picture at or before {@code target}, or the first of the stream. */
  private void seek(long target) throws MediaException {
    boolean untouched = shownTicks == Libav.NO_TIMESTAMP && !ended;
    if (untouched && target <= firstTicks()) {
      showNext();
      return;
    }
    for (long back = 0; ; back = back == 0 ? FIRST_STEP_BACK_MICROS : back * 4) {
      long goal =
          target
              - avutil.av_rescale(
                  back,
                  decoder.stream().time_base().den(),
                  1_000_000L * decoder.stream().time_base().num());
      if (goal <= firstTicks()) {
        reopen();
        showNext();
        return;
      }
      forget();
      if (decoder.seek(goal) && peek() && followingTicks <= target) {
        showNext();
        return;
      }
    }
  }

  private long firstTicks() {
    long start = decoder.stream().start_time();
    return start == Libav.NO_TIMESTAMP ? 0 : start;
  }

  private void showNext() throws MediaException {
    if (!peek()) {
      throw new MediaException(source, "not one picture can be decoded");
    }
    AVFrame free = shown;
    shown = following;
    shownTicks = followingTicks;
    following = free;
    followingTicks = Libav.NO_TIMESTAMP;
  }

  private void forget() {
    shownTicks = Libav.NO_TIMESTAMP;
    followingTicks = Libav.NO_TIMESTAMP;
    ended = false;
  }

  /** Begins anew: the one way to the start that no container can get wrong. */
  private void reopen() throws MediaException {
    forget();
    decoder.close();
    decoder = StreamDecoder.open(InputFile.open(source), video.index());
  }

  private void requireIntact() throws MediaException {
    boolean damaged =
        shown.decode_error_flags() != 0 || (shown.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    if (damaged) {
      throw new MediaException(
          source, "the picture at " + Libav.seconds(decoder.micros(shownTicks)) + " is damaged");
    }
  }

  @Override
  public void close() {
    Libav.free(shown);
    Libav.free(following);
    decoder.close();
  }
}
