package avts.bench.torch;

import avts.bench.step.About;
import avts.bench.step.Orders;
import avts.bench.step.Orders.Order;
import avts.bench.step.Passes;
import avts.bench.step.PeerOptions;
import avts.bench.step.StepTask;
import avts.bench.torch.TorchNetwork.Mode;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The worker with libtorch: trains the task that the engine's worker has written. */
public final class TorchWorker {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([0-9.]+)");
  private static final Pattern ONE_DNN = Pattern.compile("MKL-DNN v([0-9.]+)");

  private final StepTask task;
  private final PeerOptions options;
  private final TorchNetwork network;
  private final SGD optimizer;
  private final Orders orders = new Orders();
  private int taken;

  private TorchWorker(Path folder, PeerOptions options) throws IOException {
    this.options = options;
    task = StepTask.read(folder);
    network = TorchNetwork.read(task, folder, options);
    optimizer = optimizer();
  }

  /** Returns whether libtorch is on the class path for this system. */
  public static boolean isPresent() {
    return TorchWorker.class.getResource("/org/bytedeco/pytorch/" + Loader.getPlatform() + "/")
        != null;
  }

  /**
   * Runs the worker.
   *
   * @param arguments the folder with the task, then {@link PeerOptions#arguments()}
   */
  public static void main(String[] arguments) throws IOException {
    load();
    PeerOptions options = PeerOptions.parse(Stream.of(arguments).skip(1).toList());
    torch.set_num_threads(options.threads());
    new TorchWorker(Path.of(arguments[0]), options).serve();
  }

  /**
   * Unpacks the libraries before any class of libtorch is touched: its first load from an empty
   * cache crashes otherwise.
   */
  static void load() throws IOException {
    String platform = Loader.getPlatform();
    for (String library : List.of("javacpp", "openblas", "pytorch")) {
      Loader.cacheResources("/org/bytedeco/" + library + "/" + platform + "/");
    }
    Loader.load(torch.class);
  }

  /** Returns SGD with weight decay for the weights alone. */
  private SGD optimizer() {
    SGD sgd = new SGD(network.vector(task.weights()), rule(task.rule().weightDecay()));
    if (!task.biases().isEmpty()) {
      sgd.add_param_group(new OptimizerParamGroup(network.vector(task.biases()), rule(0)));
    }
    return sgd;
  }

  private SGDOptions rule(double weightDecay) {
    SGDOptions rule = new SGDOptions(task.rule().learningRate());
    rule.momentum().put(task.rule().momentum());
    rule.weight_decay().put(weightDecay);
    return rule;
  }

  private void serve() throws IOException {
    Optional<Order> order = orders.next();
    while (order.isPresent()) {
      Order todo = order.get();
      orders.answer(
          switch (todo.kind()) {
            case ABOUT -> about();
            case TRAIN -> train(todo.count());
            case EMBED -> embed(todo.count());
            case GRADIENT -> writeGradient(Path.of(todo.argument()));
            case EMBEDDINGS -> writeEmbeddings(Path.of(todo.argument()));
            case PROFILE -> throw new UnsupportedOperationException("libtorch has no profile here");
          });
      order = orders.next();
    }
  }

  private About about() {
    String build = torch.show_config().getString();
    return new About(
        "libtorch " + part(VERSION, build),
        String.format(
            Locale.ROOT,
            "%s, %s, own operations for %s, %d threads",
            torch.hasMKLDNN() ? "oneDNN " + part(ONE_DNN, build) : "no oneDNN",
            options.describe(),
            torch.get_cpu_capability().getString(),
            torch.get_num_threads()));
  }

  private static String part(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "of unknown version";
  }

  private Passes train(int steps) {
    List<Double> millis = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      long begin = System.nanoTime();
      optimizer.zero_grad();
      losses.add(backward(taken++ % task.batches(), Mode.TRAINING));
      optimizer.step();
      millis.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
    }
    return new Passes(millis, losses);
  }

  /** Runs forward and backward and returns the loss. */
  private double backward(int batch, Mode mode) {
    try (PointerScope scope = new PointerScope();
        TorchNetwork.Values values = network.run(batch, mode)) {
      Tensor loss = values.get(StepTask.LOSS);
      loss.backward();
      return loss.item_float();
    }
  }

  private Passes embed(int count) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      try (PointerScope scope = new PointerScope();
          AutoGradMode noGradient = new AutoGradMode(false);
          TorchNetwork.Values values = network.run(i % task.batches(), Mode.INFERENCE)) {
        millis.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
      }
    }
    return new Passes(millis, List.of());
  }

  private Passes writeGradient(Path file) throws IOException {
    long begin = System.nanoTime();
    optimizer.zero_grad();
    double loss = backward(0, Mode.GRADIENT);
    double time = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    List<NamedTensor> gradients = new ArrayList<>();
    for (List<String> names : List.of(task.weights(), task.biases())) {
      names.forEach(name -> gradients.add(named(name, network.value(name).grad())));
    }
    Safetensors.write(file, gradients, Map.of());
    return new Passes(List.of(time), List.of(loss));
  }

  private Passes writeEmbeddings(Path file) throws IOException {
    List<NamedTensor> embeddings = new ArrayList<>();
    try (AutoGradMode noGradient = new AutoGradMode(false);
        TorchNetwork.Values values = network.run(0, Mode.INFERENCE)) {
      task.embeddings().forEach(name -> embeddings.add(named(name, values.get(name))));
    }
    Safetensors.write(file, embeddings, Map.of());
    return new Passes(List.of(), List.of());
  }

  private static NamedTensor named(String name, Tensor tensor) {
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < tensor.dim(); i++) {
      shape.add(Math.toIntExact(tensor.size(i)));
    }
    return new NamedTensor(name, shape, TorchNetwork.copy(tensor), 0);
  }
}
