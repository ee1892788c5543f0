package avts.bench.step;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What every engine trains, as a folder tells it: layers, update rule, first values and batches.
 *
 * <p>{@code task.json} holds this record, {@code values.safetensors} the arrays: parameters and
 * statistics under their own names, batches under {@link #batchName}.
 *
 * @param layers the network and its loss, in the order of execution; see {@link Layer}
 * @param inputs names of what a batch brings
 * @param batches number of different batches, taken in turn
 * @param weights names of the parameters that decay
 * @param biases names of the other parameters
 * @param rule how parameters follow the gradient
 * @param batchNorm settings of all batch norms
 */
public record StepTask(
    List<Layer> layers,
    List<String> inputs,
    int batches,
    List<String> weights,
    List<String> biases,
    Rule rule,
    Norm batchNorm) {
  /** Name of the value that is the loss. */
  public static final String LOSS = "loss";

  /**
   * Stochastic gradient descent.
   *
   * @param learningRate step size
   * @param momentum share of the former update that is kept
   * @param weightDecay factor of a weight that is added to its gradient
   */
  public record Rule(double learningRate, double momentum, double weightDecay) {}

  /**
   * Settings of batch norms.
   *
   * @param epsilon added to the variance
   * @param momentum share of a batch in the running statistics
   */
  public record Norm(double epsilon, double momentum) {}

  /** Returns the names of the embeddings that the layers give. */
  public List<String> embeddings() {
    return layers.stream().filter(layer -> layer instanceof Layer.Unit).map(Layer::output).toList();
  }

  /** Returns the name of an input's array in the file of values. */
  public static String batchName(int batch, String input) {
    return "batch." + batch + "." + input;
  }

  /** Returns the file of arrays in a task's folder. */
  public static Path values(Path folder) {
    return folder.resolve("values.safetensors");
  }

  private static Path description(Path folder) {
    return folder.resolve("task.json");
  }

  /** Writes the task and its arrays to {@code folder}, which exists. */
  public void write(Path folder, List<NamedTensor> values) throws IOException {
    Safetensors.write(values(folder), values, Map.of());
    AtomicFiles.replace(description(folder), WorkerJson.MAPPER.writeValueAsString(this));
  }

  /** Reads the task that {@link #write} wrote. */
  public static StepTask read(Path folder) throws IOException {
    return WorkerJson.MAPPER.readValue(description(folder).toFile(), StepTask.class);
  }
}
