package avts.pretrain.sync;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a meter on trials whose truth is known.
 *
 * @param meter the meter; its zero is not used, since the trials move the sound of files against
 *     what they were
 */
public record ShiftEvaluator(SyncMeter meter) {

  /**
   * Measures {@code trials}. Files that are too short once they are shifted count as "cannot tell",
   * their offset as 0.
   *
   * @throws MediaException if a file cannot be decoded; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public ShiftFigures evaluate(List<Trial> trials, Progress progress)
      throws MediaException, InterruptedException {
    List<ShiftFigures.Answer> answers = new ArrayList<>();
    for (Trial trial : trials) {
      ScoreMap map = meter.mapper().map(trial.track(), micros -> {});
      if (map.rows().isEmpty()) {
        answers.add(new ShiftFigures.Answer(trial, 0, 0));
      } else {
        OffsetPosterior belief = meter.belief(map, Evidence.Drift.NONE);
        answers.add(
            new ShiftFigures.Answer(
                trial,
                belief.offsetMillis(),
                meter.calibration().confidence().of(belief.certainty())));
      }
      progress.step();
    }
    return ShiftFigures.of(answers);
  }
}
