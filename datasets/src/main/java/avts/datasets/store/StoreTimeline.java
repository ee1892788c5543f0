package avts.datasets.store;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.manifest.ManifestEntry.Content;
import avts.datasets.time.FrameRate;
import java.util.ArrayList;
import java.util.List;

/**
 * Which stretch of a file a stored file holds: it begins with the first frame of the grid at or
 * after the start of the usable span, and with the sample nearest to that frame.
 *
 * @param rate the stored frame rate
 * @param sampleRate the stored sample rate
 * @param firstFrame frame of the original's timeline that becomes frame 0
 * @param frames number of stored frames, 0 where the usable span holds no whole one
 */
public record StoreTimeline(FrameRate rate, int sampleRate, long firstFrame, int frames) {
  private static final long MICROS = 1_000_000;

  /** Checks the number of frames. */
  public StoreTimeline {
    checkArgument(frames >= 0, "frames must not be negative, got %s", frames);
  }

  /** Returns the timeline for a file with {@code content}. */
  public static StoreTimeline of(Content content, FrameRate rate, int sampleRate) {
    long first = rate.frameAt(content.startMicros(), MICROS);
    // The frame found begins at or before the start: only one that begins exactly there fits.
    if (Math.multiplyExact(first, (long) rate.denominator()) * MICROS
        < Math.multiplyExact(content.startMicros(), (long) rate.numerator())) {
      first++;
    }
    long end = rate.frameAt(content.endMicros(), MICROS);
    return new StoreTimeline(rate, sampleRate, first, Math.toIntExact(Math.max(0, end - first)));
  }

  /** Returns the original's sample that becomes sample {@code n} when 0 is frame {@code frame}. */
  public long sampleAt(int frame) {
    return rate.sampleAt(firstFrame + frame, sampleRate);
  }

  /** Returns where on the original's timeline the stored one begins, in microseconds, rounded. */
  long startMicros() {
    return micros(firstFrame);
  }

  /** Returns the length of the stored file in microseconds, rounded. */
  long durationMicros() {
    return micros(frames);
  }

  /** Returns when a frame of the original begins, in microseconds, rounded. */
  public long micros(long frame) {
    long numerator = rate.numerator();
    return Math.floorDiv(frame * rate.denominator() * MICROS * 2 + numerator, 2 * numerator);
  }

  /** Returns {@code content} as it looks on the stored timeline. */
  Content rebase(Content content) {
    long start = startMicros();
    List<Long> cuts = new ArrayList<>();
    for (long cut : content.cutsMicros()) {
      if (cut > start && cut - start < durationMicros()) {
        cuts.add(cut - start);
      }
    }
    double late = (start - content.startMicros()) / (1000.0 * content.stepMillis());
    return new Content(
        false,
        0,
        durationMicros(),
        0,
        content.loudnessDb(),
        cuts,
        content.stepMillis(),
        shiftLevels(content.soundDb(), late),
        shift(content.motion(), late));
  }

  /** Shifts a profile by a part of a step: each new entry mixes the two that it overlaps. */
  private static List<Float> shift(List<Float> profile, double late) {
    int whole = (int) Math.floor(late);
    double part = late - whole;
    List<Float> shifted = new ArrayList<>();
    for (int i = whole; i < profile.size(); i++) {
      double here = profile.get(i);
      double next = profile.get(Math.min(i + 1, profile.size() - 1));
      shifted.add((float) (here * (1 - part) + next * part));
    }
    return shifted;
  }

  /** Levels in dB are mixed as what they stand for: mean squares. */
  private static List<Float> shiftLevels(List<Float> decibels, double late) {
    List<Float> power = decibels.stream().map(db -> (float) Math.pow(10, db / 10)).toList();
    return shift(power, late).stream()
        .map(p -> (float) (10 * Math.log10(Math.max(p, 1e-12))))
        .toList();
  }
}
