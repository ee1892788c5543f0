package avts.pretrain.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the meter says of a file. An offset above 0: the sound comes too late.
 *
 * @param offsetMillis offset in the middle of the file, about the model's zero; null where it
 *     cannot be told
 * @param confidence calibrated probability that the offset is right to 40 ms
 * @param verdict what it means, at the worst moment of the file
 * @param reason why it cannot be told, or what else is to be said; empty where nothing
 * @param driftMillisPerMinute growth of the offset; 0 where it stays; null where the file is too
 *     short, or the offset cannot be told
 * @param agreement mean log-odds of a window at the most likely offset: how well sound and pictures
 *     go together, above 0 rather than not
 * @param unrelated how likely the sound belongs to the pictures at none of the offsets
 * @param segments offsets in the course of the file
 * @param curve evidence for each offset
 */
public record SyncReading(
    @Nullable Double offsetMillis,
    double confidence,
    SyncVerdict verdict,
    String reason,
    @Nullable Double driftMillisPerMinute,
    double agreement,
    double unrelated,
    List<Segment> segments,
    List<Support> curve) {

  /** From this confidence on an offset is reported. */
  public static final double TELLS = 0.5;

  /** From this confidence on an offset is taken for certain. */
  public static final double SURE = 0.9;

  /** Copies the lists. */
  public SyncReading {
    segments = List.copyOf(segments);
    curve = List.copyOf(curve);
  }

  /** Returns a reading without an offset. */
  public static SyncReading cannotTell(String reason) {
    return new SyncReading(
        null, 0, SyncVerdict.CANNOT_TELL, reason, null, 0, 0, List.of(), List.of());
  }

  /** Returns whether there is an offset. */
  public boolean tells() {
    return verdict != SyncVerdict.CANNOT_TELL;
  }

  /**
   * A stretch of one shot.
   *
   * @param startSeconds its first moment on the file's timeline
   * @param endSeconds its end
   * @param offsetMillis its own offset, about the model's zero; null where it cannot be told
   * @param confidence calibrated probability that this offset is right to 40 ms
   */
  public record Segment(
      double startSeconds, double endSeconds, @Nullable Double offsetMillis, double confidence) {}

  /**
   * The evidence for one offset.
   *
   * @param offsetMillis the offset, about the model's zero
   * @param logOdds how much likelier the scores are with it than with none, natural logarithm
   */
  public record Support(double offsetMillis, double logOdds) {}
}
