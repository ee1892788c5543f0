package avts.pretrain.sync;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import com.google.common.primitives.Booleans;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out what the scores of a model mean, on held-out files whose sound is moved by known
 * amounts or exchanged.
 *
 * @param mapper gives the scores
 */
public record Calibrator(ScoreMapper mapper) {

  /** Scores of offsets nearer to the true one than this are neither in step nor out of step. */
  private static final double UNDECIDED_MILLIS = 200;

  private static final double PRIOR_WINDOWS = 1;

  private record Mapped(Trial trial, ScoreMap map) {}

  /**
   * Fits evidence and confidence; the zero stays unknown.
   *
   * @param trials shifted and foreign ones, as many of each
   * @throws MediaException if a file cannot be decoded; the message names it
   * @throws IllegalArgumentException if no file is long enough
   * @throws InterruptedException if the thread was interrupted
   */
  public MeterCalibration fit(List<Trial> trials, Progress progress)
      throws MediaException, InterruptedException {
    List<Mapped> mapped = new ArrayList<>();
    for (Trial trial : trials) {
      ScoreMap map = mapper.map(trial.track(), micros -> {});
      if (!map.rows().isEmpty()) {
        mapped.add(new Mapped(trial, map));
      }
      progress.step();
    }
    Evidence evidence = new Evidence(windows(mapped), mapper.weight());
    List<Confidence.Case> cases = new ArrayList<>();
    for (Mapped one : mapped) {
      OffsetPosterior belief =
          OffsetPosterior.of(
              mapper.lags(), evidence.of(mapper.lags(), one.map.rows(), Evidence.Drift.NONE));
      cases.add(
          new Confidence.Case(
              one.trial.file(), belief.certainty(), right(one.trial, belief.offsetMillis())));
    }
    Confidence confidence = Confidence.fit(cases);
    return new MeterCalibration(
        evidence,
        confidence,
        Zero.unknown(),
        (int) cases.stream().mapToInt(Confidence.Case::file).distinct().count(),
        Confidence.reliability(
            cases.stream().map(one -> confidence.of(one.certainty())).toList(),
            cases.stream().map(Confidence.Case::right).toList()));
  }

  private static boolean right(Trial trial, double millis) {
    return trial.kind() == Trial.Kind.SHIFTED
        && Math.abs(millis - trial.trueMillis()) <= OffsetPosterior.TOLERANCE_MILLIS;
  }

  /** Log-odds of a window's score, in-step and out-of-step windows counting the same in all. */
  private Logistic windows(List<Mapped> mapped) {
    List<Double> scores = new ArrayList<>();
    List<Boolean> inStep = new ArrayList<>();
    for (Mapped one : mapped) {
      boolean shifted = one.trial.kind() == Trial.Kind.SHIFTED;
      int nearest = (int) Math.round(mapper.lags().index(one.trial.trueMillis()));
      for (ScoreMap.Row row : one.map.rows()) {
        for (int lag = 0; lag < row.scores().length; lag++) {
          boolean right = shifted && lag == nearest;
          double distance = Math.abs(mapper.lags().millis(lag) - one.trial.trueMillis());
          if (!Float.isNaN(row.scores()[lag])
              && (right || !shifted || distance > UNDECIDED_MILLIS)) {
            scores.add((double) row.scores()[lag]);
            inStep.add(right);
          }
        }
      }
    }
    if (!inStep.contains(true)) {
      throw new IllegalArgumentException(
          "the meter cannot be calibrated: no validation file is long enough for a clip beside a"
              + " shifted sound");
    }
    return standardisedFit(Doubles.toArray(scores), Booleans.toArray(inStep));
  }

  /** Fits in units of the scores' own spread, so that the prior means the same for all models. */
  private static Logistic standardisedFit(double[] scores, boolean[] inStep) {
    double mean = Arrays.stream(scores).average().orElseThrow();
    double spread =
        Math.sqrt(Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).average().orElseThrow());
    double unit = Math.max(spread, 1e-9);
    int hits = Booleans.countTrue(inStep);
    double[] x = new double[scores.length];
    double[] weight = new double[scores.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (scores[i] - mean) / unit;
      weight[i] = inStep[i] ? 1 : (double) hits / (inStep.length - hits);
    }
    Logistic fitted =
        Logistic.fit(
            new Logistic.Observations(x, inStep, weight),
            new Logistic.Prior(new Logistic(0, 0), PRIOR_WINDOWS));
    double slope = fitted.slope() / unit;
    return new Logistic(fitted.intercept() - slope * mean, slope);
  }
}
