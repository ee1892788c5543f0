package avts.pretrain.train.listener;

import avts.pretrain.train.Evaluation;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the figures of steps and validations to an event file of TensorBoard. */
public final class TensorBoardLogger extends PeriodicListener {
  private final EventFile file;

  /**
   * Creates the listener.
   *
   * @param file where to, closed by its owner
   * @param everySteps steps from one entry to the next, at least 1
   */
  public TensorBoardLogger(EventFile file, int everySteps) {
    super(everySteps);
    this.file = file;
  }

  @Override
  void afterPeriod(TrainState state, StepResult result) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("train/loss", result.loss());
    figures.put("train/learning_rate", result.learningRate());
    figures.put("train/gradient_norm", result.gradientNorm());
    figures.put("train/stage", (double) result.stage());
    result
        .figures()
        .groups()
        .forEach(
            (name, group) ->
                group.means().forEach((figure, mean) -> figures.put(tag(figure, name), mean)));
    figures.put("speed/clips_per_second", result.clipsPerSecond());
    figures.put("speed/data_wait_share", result.waitShare());
    file.scalars(result.step(), figures);
  }

  /** Returns {@code distance/positive_hard} for the figure positive_distance of the group hard. */
  private static String tag(String figure, String group) {
    int last = figure.lastIndexOf('_');
    return last < 0
        ? figure + "/" + group
        : figure.substring(last + 1) + "/" + figure.substring(0, last) + "_" + group;
  }

  @Override
  public void afterEvaluation(TrainState state, Evaluation evaluation) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("evaluation/score", evaluation.score());
    evaluation
        .figures()
        .forEach((name, figure) -> figures.put("evaluation/" + name.replace('.', '/'), figure));
    file.scalars(state.step(), figures);
  }
}
