package avts.pretrain.train;

import avts.pretrain.checkpoint.Checkpoint;
import avts.pretrain.checkpoint.CheckpointException;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.optim.OptimizerState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns a training's state into a checkpoint and back, without losing a bit. */
public final class StateFile {
  private static final String OPTIMIZER_FILE = "optimizer.safetensors";

  private StateFile() {}

  /** Returns a checkpoint of {@code state}; it shares the live vectors, so write it at once. */
  public static Checkpoint checkpoint(TrainState state) {
    List<NamedTensor> weights =
        new ArrayList<>(WeightsFile.parts("", state.parameterInfos(), state.parameters()));
    weights.addAll(WeightsFile.parts("", state.statisticInfos(), state.statistics()));
    OptimizerState optimizer = state.optimizer().state();
    List<NamedTensor> slots = new ArrayList<>();
    optimizer
        .slots()
        .forEach(
            (name, vector) ->
                slots.addAll(WeightsFile.parts(name + ".", state.parameterInfos(), vector)));
    return new Checkpoint(state.step(), weights, slots, json(state, optimizer.steps()));
  }

  /**
   * Continues {@code state}, which stands at its beginning, where {@code checkpoint} was written.
   *
   * @param checkpoint folder of the checkpoint
   * @throws IOException if a part is missing or does not fit; the message names it
   */
  public static void restore(Path checkpoint, TrainState state) throws IOException {
    ObjectNode json = CheckpointStore.readState(checkpoint);
    Path weights = checkpoint.resolve(CheckpointStore.WEIGHTS);
    WeightsFile.read(weights, "", state.parameterInfos(), state.parameters());
    WeightsFile.read(weights, "", state.statisticInfos(), state.statistics());
    Map<String, float[]> slots = new TreeMap<>();
    for (String name : state.optimizer().state().slots().keySet()) {
      float[] vector = new float[state.parameters().length];
      WeightsFile.read(
          checkpoint.resolve(OPTIMIZER_FILE), name + ".", state.parameterInfos(), vector);
      slots.put(name, vector);
    }
    try {
      state.optimizer().restore(new OptimizerState(number(json, "optimizer_steps"), slots));
      state.schedule().restore(numbers(json, "schedule"));
      state.curriculum().restore(numbers(json, "curriculum"));
      JsonNode best = json.path("best");
      state.restore(
          new TrainState.Position(
              number(json, "step"),
              Math.toIntExact(number(json, "epoch")),
              Math.toIntExact(number(json, "micro_batch")),
              json.path("epoch_loss").asDouble(),
              Math.toIntExact(number(json, "epoch_steps")),
              number(json, "nanos")),
          best.isObject()
              ? new TrainState.Best(
                  OptionalDouble.of(best.path("score").asDouble()), best.path("step").asLong())
              : TrainState.Best.NONE);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(checkpoint + " cannot be resumed: " + e.getMessage(), e);
    }
  }

  private static ObjectNode json(TrainState state, long optimizerSteps) {
    ObjectNode json = new JsonMapper().createObjectNode();
    TrainState.Position position = state.position();
    json.put("epoch", position.epoch());
    json.put("micro_batch", position.microBatch());
    json.put("micro_batches_per_epoch", state.microBatchesPerEpoch());
    json.put("epoch_loss", position.epochLoss());
    json.put("epoch_steps", position.epochSteps());
    json.put("nanos", position.nanos());
    json.put("optimizer_steps", optimizerSteps);
    state.schedule().state().forEach(json.putObject("schedule")::put);
    state.curriculum().state().forEach(json.putObject("curriculum")::put);
    if (state.best().score().isPresent()) {
      json.putObject("best")
          .put("score", state.best().score().getAsDouble())
          .put("step", state.best().step());
    }
    return json;
  }

  private static long number(ObjectNode json, String key) throws CheckpointException {
    JsonNode node = json.path(key);
    if (!node.isIntegralNumber()) {
      throw new CheckpointException("state.json needs a whole number " + key + ", got " + node);
    }
    return node.asLong();
  }

  private static SortedMap<String, Double> numbers(ObjectNode json, String key) {
    SortedMap<String, Double> numbers = new TreeMap<>();
    json.path(key)
        .properties()
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
    return numbers;
  }
}
