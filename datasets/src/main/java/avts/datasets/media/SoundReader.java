package avts.datasets.media;

import avts.datasets.machine.BackgroundThread;
import avts.datasets.time.SampleSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Reads sound at its native rate as one endless line of mono samples, silence outside the stream.
 *
 * <p>The line is decoded in stretches on a fixed grid, each by a fresh decoder that starts a fixed
 * time before it: a stretch therefore has the same bits whatever was read before, though decoders
 * keep state (noise generators, overlaps, bit reservoirs).
 */
final class SoundReader implements AutoCloseable {
  /** Compressed sound is decoded in long stretches, since each costs a run-up. */
  private static final int CODED_STRETCH_SECONDS = 8;

  private static final int CODED_RUN_UP_SECONDS = 1;

  /** Plain samples are decoded in short ones: nothing but the seek is spent on each. */
  private static final int PLAIN_STRETCHES_PER_SECOND = 2;

  private static final int KEPT_STRETCHES = 4;

  private final MediaSource source;
  private final MediaInfo.Audio audio;
  private final int rate;
  private final int stretchLength;
  private final int runUp;

  /** Sample at which stretch 0 begins, a little before the stream does. */
  private final long origin;

  private final AVFrame frame = avutil.av_frame_alloc();
  private final Map<Long, float[]> stretches = new LinkedHashMap<>();
  private StreamDecoder decoder;
  private boolean untouched = true;

  private SoundReader(StreamDecoder decoder, MediaInfo.Audio audio) {
    this.source = decoder.source();
    this.audio = audio;
    this.decoder = decoder;
    this.rate = audio.sampleRate();
    boolean plain = audio.codec().startsWith("pcm_");
    this.stretchLength =
        plain ? Math.max(1, rate / PLAIN_STRETCHES_PER_SECOND) : rate * CODED_STRETCH_SECONDS;
    this.runUp = plain ? 0 : rate * CODED_RUN_UP_SECONDS;
    this.origin = Math.floorDiv(audio.startMicros() * rate, 1_000_000L) - rate / 10;
  }

  /** Takes over {@code file}, which is closed with the reader or if this fails. */
  static SoundReader open(InputFile file, MediaInfo.Audio audio) throws MediaException {
    return new SoundReader(StreamDecoder.open(file, audio.index()), audio);
  }

  /** Returns the native samples per second. */
  int rate() {
    return rate;
  }

  /** Returns the samples of {@code span}, which is at the native rate. */
  float[] read(SampleSpan span) throws MediaException {
    float[] samples = new float[span.count()];
    for (long at = span.start(); at < span.end(); ) {
      long number = Math.floorDiv(at - origin, (long) stretchLength);
      long begin = origin + number * stretchLength;
      int count = Math.toIntExact(Math.min(span.end(), begin + stretchLength) - at);
      if (number >= 0) {
        System.arraycopy(
            stretch(number), (int) (at - begin), samples, (int) (at - span.start()), count);
      }
      at += count;
    }
    return samples;
  }

  private float[] stretch(long number) throws MediaException {
    float[] known = stretches.remove(number);
    float[] samples = known == null ? decode(number) : known;
    stretches.put(number, samples);
    if (stretches.size() > KEPT_STRETCHES) {
      stretches.remove(stretches.keySet().iterator().next());
    }
    return samples;
  }

  private float[] decode(long number) throws MediaException {
    float[] samples = new float[stretchLength];
    long begin = origin + number * stretchLength;
    List<Run> runs = new ArrayList<>();
    if (number == 0 || !decodeFromSeek(begin, runs)) {
      reopen();
      decodeUntil(begin + stretchLength, runs);
    }
    long free = Long.MIN_VALUE;
    for (Run run : runs) {
      free = run.copyTo(samples, begin, free);
    }
    return samples;
  }

  /** Decodes from a run-up before {@code begin}; false where no seek leads there. */
  private boolean decodeFromSeek(long begin, List<Run> runs) throws MediaException {
    for (long back = runUp; ; back = back == 0 ? rate : back * 4) {
      long goal = begin - back;
      if (goal <= origin) {
        return false;
      }
      untouched = false;
      if (!decoder.seek(ticks(goal))) {
        return false;
      }
      decoder.renewCodec();
      runs.clear();
      decodeUntil(begin + stretchLength, runs);
      // A stretch behind the stream's end has no runs, or ones that end before it.
      if (runs.isEmpty() || runs.get(0).start() <= begin) {
        return true;
      }
    }
  }

  /** Collects decoded sound until sample {@code end}, in runs without gaps. */
  private void decodeUntil(long end, List<Run> runs) throws MediaException {
    AVRational base = decoder.stream().time_base();
    while (decoder.next(frame)) {
      BackgroundThread.giveWay();
      float[] samples = MonoSamples.of(frame, source);
      long pts = frame.best_effort_timestamp();
      boolean rateKept = frame.sample_rate() == rate;
      avutil.av_frame_unref(frame);
      if (!rateKept) {
        throw new MediaException(source, "the sample rate changes within the stream");
      }
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (pts == Libav.NO_TIMESTAMP && last == null) {
        continue;
      }
      if (last == null || (pts != Libav.NO_TIMESTAMP && !last.continuesAt(pts))) {
        last = new Run(rate, base.num(), base.den());
        runs.add(last);
      }
      last.add(samples, pts);
      if (last.start() + last.length() > end) {
        return;
      }
    }
  }

  private long ticks(long sample) {
    AVRational base = decoder.stream().time_base();
    return avutil.av_rescale(sample, base.den(), (long) rate * base.num());
  }

  private void reopen() throws MediaException {
    if (!untouched) {
      decoder.close();
      decoder = StreamDecoder.open(InputFile.open(source), audio.index());
    }
    untouched = false;
  }

  @Override
  public void close() {
    Libav.free(frame);
    decoder.close();
    stretches.clear();
  }

  /**
   * Sound without gaps. Each block's timestamp says where the run begins, to within half a tick of
   * the container's clock; the run lies in the middle of what all of them say.
   */
  private static final class Run {
    /** Blocks whose timestamps disagree by less than this belong to one run. */
    private static final int TOLERANCE_PER_SECOND = 100;

    private final int rate;
    private final long tickSamples;
    private final long denominator;
    private final List<float[]> blocks = new ArrayList<>();
    private long length;

    /** Extremes of (timestamp - samples before it), in samples times the denominator. */
    private long least = Long.MAX_VALUE;

    private long most = Long.MIN_VALUE;

    Run(int rate, int numerator, int denominator) {
      this.rate = rate;
      this.tickSamples = (long) numerator * rate;
      this.denominator = denominator;
    }

    private long offset(long pts) {
      return Math.subtractExact(
          Math.multiplyExact(pts, tickSamples), Math.multiplyExact(length, denominator));
    }

    boolean continuesAt(long pts) {
      long tolerance = Math.max(3 * tickSamples, rate / TOLERANCE_PER_SECOND * denominator);
      long offset = offset(pts);
      return Math.abs(offset - least) <= tolerance && Math.abs(offset - most) <= tolerance;
    }

    void add(float[] samples, long pts) {
      if (pts != Libav.NO_TIMESTAMP) {
        least = Math.min(least, offset(pts));
        most = Math.max(most, offset(pts));
      }
      blocks.add(samples);
      length += samples.length;
    }

    /** Index of the first sample on the file's timeline, halves rounded up. */
    long start() {
      return Math.floorDiv(least + most + denominator, 2 * denominator);
    }

    long length() {
      return length;
    }

    /**
     * Copies what falls into {@code target}, which begins at sample {@code begin}; samples before
     * {@code free} are taken by an earlier run. Returns the end of this run.
     */
    long copyTo(float[] target, long begin, long free) {
      long at = start();
      for (float[] block : blocks) {
        long from = Math.max(Math.max(at, begin), free);
        long to = Math.min(at + block.length, begin + target.length);
        if (from < to) {
          System.arraycopy(
              block, (int) (from - at), target, (int) (from - begin), (int) (to - from));
        }
        at += block.length;
      }
      return Math.max(free, at);
    }
  }
}
