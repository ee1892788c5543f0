package avts.pretrain.train.listener;

import avts.pretrain.train.EpochResult;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.TrainState;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Writes figures to metrics.jsonl: type {@code step} every few steps, {@code epoch} after every
 * epoch, {@code evaluation} after every validation.
 *
 * <p>A step's line tells of that step alone, so that a resumed run writes the same lines; only the
 * figures of time and memory differ.
 */
public final class MetricsLogger extends PeriodicListener {
  private final MetricsFile file;

  /**
   * Creates the listener.
   *
   * @param file where to, closed by its owner
   * @param everySteps steps from one line to the next, at least 1
   */
  public MetricsLogger(MetricsFile file, int everySteps) {
    super(everySteps);
    this.file = file;
  }

  @Override
  void afterPeriod(TrainState state, StepResult result) throws IOException {
    ObjectNode line = line("step", result.step(), result.epoch());
    line.put("stage", result.stage());
    line.put("learning_rate", result.learningRate());
    line.put("loss", result.loss());
    line.put("gradient_norm", result.gradientNorm());
    result
        .figures()
        .groups()
        .forEach(
            (name, group) -> {
              ObjectNode node = line.putObject(name).put("clips", group.clips());
              group.means().forEach(node::put);
            });
    line.put("clips_per_second", result.clipsPerSecond());
    line.put("data_wait_share", result.waitShare());
    line.put("seconds", state.position().nanos() * 1e-9);
    OptionalLong resident = ResidentMemory.bytes();
    if (resident.isPresent()) {
      line.put("resident_bytes", resident.getAsLong());
    }
    file.append(line);
  }

  @Override
  public void afterEpoch(TrainState state, EpochResult result) throws IOException {
    ObjectNode line = line("epoch", state.step(), state.epoch());
    line.put("stage", result.stage());
    line.put("epoch_loss", result.loss());
    line.put("stage_ended", result.stageEnded());
    file.append(line);
  }

  @Override
  public void afterEvaluation(TrainState state, Evaluation evaluation) throws IOException {
    ObjectNode line = line("evaluation", state.step(), state.epoch());
    ObjectNode figures = line.putObject("evaluation");
    figures.put("score", evaluation.score());
    evaluation.figures().forEach(figures::put);
    file.append(line);
  }

  private static ObjectNode line(String type, long step, int epoch) {
    return new JsonMapper()
        .createObjectNode()
        .put("type", type)
        .put("step", step)
        .put("epoch", epoch);
  }
}
