package avts.pretrain.run;

import avts.datasets.media.StreamTimes;
import avts.pretrain.sync.SyncReading;
import avts.pretrain.sync.Zero;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code avts sync --json} writes. Offsets are in milliseconds, above 0: the sound comes too
 * late.
 *
 * @param zeroMs what the model takes for in step, subtracted from all offsets
 * @param zeroSource training_set (that is, unknown), generated or reference
 * @param files one for each file
 */
public record MeterJson(double zeroMs, String zeroSource, List<File> files) {
  private static final double MICROS_PER_MILLI = 1000;

  /**
   * One file.
   *
   * @param path its name
   * @param offsetMs offset that is left once the container's times are honoured; null where it
   *     cannot be told
   * @param confidence probability that it is right to 40 ms
   * @param verdict in_sync, noticeable, out_of_sync or cannot_tell
   * @param reason what else is to be said
   * @param driftMsPerMin growth of the offset; null where it cannot be told
   * @param containerOffsetMs how much later the sound begins by the container's own times; null
   *     where there are not both streams
   * @param containerPrimingMs sound in front that the encoder made; null likewise
   * @param seconds length in which both streams run
   * @param segments offsets in the course of the file
   */
  public record File(
      String path,
      @Nullable Double offsetMs,
      double confidence,
      String verdict,
      String reason,
      @Nullable Double driftMsPerMin,
      @Nullable Double containerOffsetMs,
      @Nullable Double containerPrimingMs,
      double seconds,
      List<Segment> segments) {}

  /**
   * A stretch of one shot.
   *
   * @param startS its first moment in seconds
   * @param endS its end in seconds
   * @param offsetMs its own offset; null where it cannot be told
   * @param confidence probability that this is right to 40 ms
   */
  public record Segment(double startS, double endS, @Nullable Double offsetMs, double confidence) {}

  /** Copies the list. */
  public MeterJson {
    files = List.copyOf(files);
  }

  /** Returns what is written of {@code files}. */
  public static MeterJson of(Zero zero, List<SyncFile> files) {
    return new MeterJson(
        zero.millis(), zero.source().key(), files.stream().map(MeterJson::file).toList());
  }

  private static File file(SyncFile file) {
    SyncReading reading = file.reading();
    StreamTimes times = file.container();
    return new File(
        file.name(),
        reading.offsetMillis(),
        reading.confidence(),
        reading.verdict().key(),
        reading.reason(),
        reading.driftMillisPerMinute(),
        times == null ? null : (Double) (times.offsetMicros() / MICROS_PER_MILLI),
        times == null ? null : (Double) (times.primingMicros() / MICROS_PER_MILLI),
        file.seconds(),
        reading.segments().stream()
            .map(
                segment ->
                    new Segment(
                        segment.startSeconds(),
                        segment.endSeconds(),
                        segment.offsetMillis(),
                        segment.confidence()))
            .toList());
  }
}
