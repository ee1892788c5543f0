package avts.datasets.index;

import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import java.util.Locale;

/**
 * What is thought of a file by itself, whatever else there is.
 *
 * @param verdict the verdict
 * @param reason why, with the measured values; empty where usable
 */
record Examination(Verdict verdict, String reason) {

  private static final Examination USABLE = new Examination(Verdict.USABLE, "");

  /** Judges {@code result} by the thresholds of {@code config}. */
  static Examination of(ProbeResult result, IndexConfig config) {
    Measures measures = result.measures();
    MediaInfo info = result.info();
    if (measures == null || info == null) {
      return new Examination(result.failure(), result.reason());
    }
    long missing = statedEndMicros(info) - decodedEndMicros(measures);
    if (missing > config.maxLengthDifferenceMillis() * 1000L) {
      return refuse(Verdict.TRUNCATED, "ends %.2f s before its header says", missing / 1e6);
    }
    double difference = (measures.soundMicros() - measures.pictureMicros()) / 1e3;
    if (Math.abs(difference) > config.maxLengthDifferenceMillis()) {
      return refuse(
          Verdict.LENGTHS_DISAGREE,
          "%.2f s of pictures, %.2f s of sound",
          measures.pictureMicros() / 1e6,
          measures.soundMicros() / 1e6);
    }
    double usable = (measures.content().endMicros() - measures.content().startMicros()) / 1e3;
    if (usable < config.minMillis()) {
      return refuse(
          Verdict.TOO_SHORT,
          "%.2f s with picture and sound, %.2f s are needed",
          usable / 1e3,
          config.minMillis() / 1e3);
    }
    if (measures.loudestDb() < config.silenceDb()) {
      return refuse(
          Verdict.SILENT,
          "never louder than %.1f dB, the limit is %.1f dB",
          measures.loudestDb(),
          config.silenceDb());
    }
    if (measures.mostMotion() <= config.stillThreshold()) {
      return refuse(
          Verdict.STILL,
          "pictures never differ by more than %.3f of 255, the limit is %.3f",
          measures.mostMotion(),
          config.stillThreshold());
    }
    return USABLE;
  }

  /** The later end of the two streams: files that are cut off lose both. */
  private static long statedEndMicros(MediaInfo info) {
    MediaInfo.Video video = info.video();
    MediaInfo.Audio audio = info.audio();
    long videoEnd =
        video == null || video.durationMicros() == 0
            ? 0
            : video.startMicros() + video.durationMicros();
    long audioEnd =
        audio == null || audio.durationMicros() == 0
            ? 0
            : audio.startMicros() + audio.durationMicros();
    return Math.max(videoEnd, audioEnd);
  }

  private static long decodedEndMicros(Measures measures) {
    return Math.max(measures.pictureEndMicros(), measures.soundEndMicros());
  }

  private static Examination refuse(Verdict verdict, String reason, Object... values) {
    return new Examination(verdict, String.format(Locale.ROOT, reason, values));
  }
}
