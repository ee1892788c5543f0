package avts.bench.torch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.step.Layer;
import avts.bench.step.PeerOptions;
import avts.bench.step.StepTask;
import avts.pretrain.checkpoint.SafetensorsReader;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NormalizeFuncOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * A network in libtorch, built from a task's layers and values.
 *
 * <p>Written as a user of PyTorch would: functional operations on tensors, ReLU and sum in place.
 * What an operation gives is owned by the network's {@link Values} until its name is written again.
 */
final class TorchNetwork {
  private static final double LEAST_LENGTH = 1e-8;

  private final StepTask task;
  private final PeerOptions options;
  private final Set<String> trained;
  private final Map<String, Tensor> parameters = new HashMap<>();
  private final Map<String, TensorOptional> optional = new HashMap<>();

  /** Prepares a network without values. */
  TorchNetwork(StepTask task, PeerOptions options) {
    this.task = task;
    this.options = options;
    trained = Set.copyOf(Sets.union(Set.copyOf(task.weights()), Set.copyOf(task.biases())));
  }

  /** Reads parameters, statistics and batches. */
  static TorchNetwork read(StepTask task, Path folder, PeerOptions options) throws IOException {
    TorchNetwork network = new TorchNetwork(task, options);
    try (SafetensorsReader reader = SafetensorsReader.open(StepTask.values(folder))) {
      for (SafetensorsReader.Entry entry : reader.entries().values()) {
        network.add(entry.name(), reader.read(entry.name()), entry.shape());
      }
    }
    return network;
  }

  /** Adds a parameter, a statistic or an array of a batch. */
  void add(String name, float[] values, List<Integer> shape) {
    Tensor tensor = tensor(values, shape);
    tensor.requires_grad_(trained.contains(name));
    parameters.put(name, tensor);
    optional.put(name, new TensorOptional(tensor));
  }

  /** Copies values in row-major order. */
  Tensor tensor(float[] values, List<Integer> shape) {
    long[] lengths = shape.stream().mapToLong(Integer::longValue).toArray();
    try (FloatPointer copy = new FloatPointer(values);
        Tensor view = torch.from_blob(copy, lengths)) {
      return options.channelsLast() && shape.size() >= 4
          ? view.clone().contiguous(channelsLast(shape.size()))
          : view.clone();
    }
  }

  /** Returns a tensor's values in row-major order. */
  static float[] copy(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    copy(tensor, values, 0);
    return values;
  }

  /** Copies a tensor's values in row-major order to {@code offset} and behind. */
  static void copy(Tensor tensor, float[] target, int offset) {
    try (Tensor plain = tensor.contiguous();
        FloatPointer pointer = plain.data_ptr_float()) {
      pointer.get(target, offset, Math.toIntExact(plain.numel()));
    }
  }

  private static MemoryFormat channelsLast(int dimensions) {
    return dimensions == 5 ? MemoryFormat.ChannelsLast3d : MemoryFormat.ChannelsLast;
  }

  /** Returns a parameter, a statistic or an array of a batch. */
  Tensor value(String name) {
    Tensor value = parameters.get(name);
    checkArgument(value != null, "the task has no array %s", name);
    return value;
  }

  private TensorOptional optional(String name) {
    TensorOptional value = optional.get(name);
    checkArgument(value != null, "the task has no array %s", name);
    return value;
  }

  /** Returns some parameters in order. */
  TensorVector vector(List<String> names) {
    return new TensorVector(names.stream().map(this::value).toArray(Tensor[]::new));
  }

  /** The values of one pass by name; a value is released when its name is written again. */
  static final class Values implements AutoCloseable {
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Tensor> inputs;

    private Values(Map<String, Tensor> inputs) {
      this.inputs = inputs;
    }

    Tensor get(String name) {
      Tensor tensor = tensors.getOrDefault(name, inputs.get(name));
      checkArgument(tensor != null, "there is no value %s yet", name);
      return tensor;
    }

    private void put(String name, Tensor tensor) {
      Tensor before = tensors.put(name, tensor);
      if (before != null) {
        before.close();
      }
    }

    @Override
    public void close() {
      tensors.values().forEach(Tensor::close);
      tensors.clear();
    }
  }

  /** What batch norms do with a batch. */
  enum Mode {
    /** They normalise by its statistics and follow them. */
    TRAINING,
    /** They normalise by its statistics. */
    GRADIENT,
    /** They normalise by the statistics that they have followed. */
    INFERENCE
  }

  /** Runs all layers on a batch of the task. */
  Values run(int batch, Mode mode) {
    return run(
        task.layers(),
        Maps.toMap(task.inputs(), input -> value(StepTask.batchName(batch, input))),
        mode);
  }

  /** Runs layers on inputs by their names; the loss is left out in inference. */
  Values run(List<Layer> layers, Map<String, Tensor> inputs, Mode mode) {
    Values values = new Values(inputs);
    for (Layer layer : layers) {
      autocast(!(layer instanceof Layer.Unit) && !layer.isLoss()); // lengths and losses in float32
      if (mode != Mode.INFERENCE || !layer.isLoss()) {
        values.put(layer.output(), apply(layer, values, mode));
      }
    }
    autocast(false);
    if (options.bfloat16()) {
      torch.clear_cache();
    }
    return values;
  }

  private void autocast(boolean enabled) {
    if (options.bfloat16()) {
      torch.set_autocast_enabled(torch.DeviceType.CPU, enabled);
      torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
    }
  }

  private Tensor apply(Layer layer, Values values, Mode mode) {
    if (layer instanceof Layer.Convolution l) {
      return convolution(l, values.get(l.input()));
    }
    if (layer instanceof Layer.BatchNorm l) {
      return batchNorm(l, values.get(l.input()), mode);
    }
    if (layer instanceof Layer.AddRelu l) {
      Tensor sum = values.get(l.input()).add(values.get(l.other()));
      torch.relu_(sum);
      return sum;
    }
    if (layer instanceof Layer.MaxPool l) {
      long[] kernel = {l.kernel(), l.kernel()};
      return torch.max_pool2d(
          values.get(l.input()), kernel, longs(l.stride()), new long[2], new long[] {1, 1}, false);
    }
    if (layer instanceof Layer.Rows l) {
      return rows(l, values.get(l.input()));
    }
    if (layer instanceof Layer.Linear l) {
      return torch.linear(
          values.get(l.input()), value(l.name() + ".weight"), optional(l.name() + ".bias"));
    }
    if (layer instanceof Layer.Unit l) {
      return unit(l, values.get(l.input()));
    }
    if (layer instanceof Layer.InfoNce l) {
      return infoNce(l, values);
    }
    Layer.SquaredError l = (Layer.SquaredError) layer;
    return torch.mse_loss(values.get(l.input()), values.get(l.target()));
  }

  private static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(Integer::longValue).toArray();
  }

  private Tensor convolution(Layer.Convolution l, Tensor input) {
    Tensor weights = value(l.name() + ".weight");
    long[] stride = longs(l.stride());
    long[] padding = longs(l.padding());
    TensorOptional none = new TensorOptional();
    return stride.length == 3
        ? torch.conv3d(input, weights, none, stride, padding, new long[] {1, 1, 1}, 1)
        : torch.conv2d(input, weights, none, stride, padding, new long[] {1, 1}, 1);
  }

  private Tensor batchNorm(Layer.BatchNorm l, Tensor input, Mode mode) {
    Tensor output =
        torch.batch_norm(
            input,
            optional(l.name() + ".weight"),
            optional(l.name() + ".bias"),
            optional(l.name() + ".running_mean"),
            optional(l.name() + ".running_var"),
            mode != Mode.INFERENCE,
            mode == Mode.TRAINING ? task.batchNorm().momentum() : 0,
            task.batchNorm().epsilon(),
            false);
    if (l.relu()) {
      torch.relu_(output);
    }
    return output;
  }

  private static Tensor rows(Layer.Rows l, Tensor map) {
    long clips = map.size(0);
    long channels = map.size(1);
    long steps = l.steps();
    if (l.bands() == 0) {
      return torch
          .adaptive_avg_pool3d(map, steps, 1, 1)
          .reshape(clips, channels, steps)
          .transpose(1, 2)
          .reshape(clips * steps, channels);
    }
    long cells = l.columns() / steps;
    return torch
        .adaptive_avg_pool2d(map, l.bands(), l.columns())
        .reshape(clips, channels, l.bands(), steps, cells)
        .permute(0, 3, 1, 2, 4)
        .reshape(clips * steps, channels * l.bands() * cells);
  }

  private static Tensor unit(Layer.Unit l, Tensor rows) {
    NormalizeFuncOptions inRows = new NormalizeFuncOptions();
    inRows.dim().put(1L);
    inRows.eps().put(LEAST_LENGTH);
    Tensor floats = rows.to(torch.ScalarType.Float);
    return torch
        .normalize(floats, inRows)
        .mul(new Scalar(1 / Math.sqrt(l.steps())))
        .reshape(rows.size(0) / l.steps(), rows.size(1) * l.steps());
  }

  private Tensor infoNce(Layer.InfoNce l, Values values) {
    Tensor video = values.get(l.video());
    Tensor logits = video.matmul(values.get(l.audio()).t()).mul(value(l.temperature()).neg().exp());
    Tensor own = torch.arange(new Scalar(video.size(0))).to(torch.ScalarType.Long);
    return torch
        .cross_entropy(logits, own)
        .add(torch.cross_entropy(logits.t(), own))
        .mul(new Scalar(0.5));
  }
}
