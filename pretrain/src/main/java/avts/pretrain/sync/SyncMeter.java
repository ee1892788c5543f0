package avts.pretrain.sync;

import avts.datasets.media.MediaException;
import avts.pretrain.sync.Evidence.Drift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures the offset of files.
 *
 * <p>Every window of pictures is scored beside the sound at every offset; the log-odds of all
 * windows are added up along each line of offset and drift; Bayes' rule gives the probability of
 * each offset, and of none; held-out files have calibrated it.
 *
 * @param mapper gives the scores
 * @param calibration what scores of this model mean
 */
public record SyncMeter(ScoreMapper mapper, MeterCalibration calibration) {
  private static final double MICROS_PER_SECOND = 1e6;

  /** Segments that are sure and farther from the file's line than this speak of a jump. */
  private static final double JUMP_MILLIS = 60;

  /**
   * Measures {@code track}.
   *
   * @throws MediaException if the file cannot be decoded; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public SyncReading measure(SyncTrack track, ScoreMapper.Listener listener)
      throws MediaException, InterruptedException {
    ScoreMap map = mapper.map(track, listener);
    return map.rows().isEmpty()
        ? SyncReading.cannotTell(
            String.format(
                Locale.ROOT,
                "no stretch of pictures with sound is as long as a clip, %.2f s",
                mapper.clipSeconds()))
        : read(map);
  }

  /** Reads the offset off {@code map}, which has rows. */
  SyncReading read(ScoreMap map) {
    LagRange lags = map.lags();
    Evidence evidence = calibration.evidence();
    DriftSearch.Result found = new DriftSearch(evidence, lags).search(map.rows());
    OffsetPosterior whole = OffsetPosterior.of(lags, evidence.of(lags, map.rows(), found.drift()));
    double confidence = calibration.confidence().of(whole.certainty());
    double offset = whole.offsetMillis() - calibration.zero().millis();
    double agreement =
        Arrays.stream(whole.logOdds()).max().orElseThrow()
            / (map.rows().size() * evidence.weight());
    List<SyncReading.Segment> segments = segments(map);
    if (confidence < SyncReading.TELLS) {
      return new SyncReading(
          null,
          confidence,
          SyncVerdict.CANNOT_TELL,
          "no offset stands out",
          null,
          agreement,
          whole.none(),
          segments,
          curve(lags, whole));
    }
    Drift drift = found.drift();
    SyncVerdict verdict = SyncVerdict.of(offset);
    for (ScoreMap.Row end : List.of(map.rows().get(0), map.rows().get(map.rows().size() - 1))) {
      verdict = verdict.worse(SyncVerdict.of(offset + drift.millisAt(end.micros())));
    }
    int jumps = 0;
    for (SyncReading.Segment segment : segments) {
      Double own = segment.offsetMillis();
      if (own != null && segment.confidence() >= SyncReading.SURE) {
        long middle =
            (long) ((segment.startSeconds() + segment.endSeconds()) / 2 * MICROS_PER_SECOND);
        if (Math.abs(own - offset - drift.millisAt(middle)) > JUMP_MILLIS) {
          jumps++;
          verdict = verdict.worse(SyncVerdict.of(own));
        }
      }
    }
    return new SyncReading(
        offset,
        confidence,
        verdict,
        jumps == 0 ? "" : jumps + " of " + segments.size() + " segments have another offset",
        found.measured() ? (Double) drift.millisPerMinute() : null,
        agreement,
        whole.none(),
        segments,
        curve(lags, whole));
  }

  /** Returns what {@code map} says of the offset if it changes by {@code drift}. */
  OffsetPosterior belief(ScoreMap map, Drift drift) {
    return OffsetPosterior.of(map.lags(), calibration.evidence().of(map.lags(), map.rows(), drift));
  }

  private List<SyncReading.Segment> segments(ScoreMap map) {
    List<SyncReading.Segment> segments = new ArrayList<>();
    double half = mapper.clipSeconds() / 2;
    for (List<ScoreMap.Row> rows : Segments.of(map.rows())) {
      OffsetPosterior own =
          OffsetPosterior.of(map.lags(), calibration.evidence().of(map.lags(), rows, Drift.NONE));
      double confidence = calibration.confidence().of(own.certainty());
      @Nullable Double offset =
          confidence < SyncReading.TELLS
              ? null
              : (Double) (own.offsetMillis() - calibration.zero().millis());
      segments.add(
          new SyncReading.Segment(
              rows.get(0).micros() / MICROS_PER_SECOND - half,
              rows.get(rows.size() - 1).micros() / MICROS_PER_SECOND + half,
              offset,
              confidence));
    }
    return segments;
  }

  private List<SyncReading.Support> curve(LagRange lags, OffsetPosterior posterior) {
    List<SyncReading.Support> curve = new ArrayList<>();
    for (int i = 0; i < lags.count(); i++) {
      curve.add(
          new SyncReading.Support(
              lags.millis(i) - calibration.zero().millis(), posterior.logOdds()[i]));
    }
    return curve;
  }
}
