package avts.bench.step;

import avts.bench.step.Orders.Order;
import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.Backend;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.TrainingTask;
import avts.pretrain.train.Weights;
import avts.pretrain.train.listener.DivergenceGuard;
import avts.pretrain.train.listener.EventFile;
import avts.pretrain.train.listener.MetricsFile;
import avts.pretrain.train.listener.MetricsLogger;
import avts.pretrain.train.listener.TensorBoardLogger;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The worker with our engine: draws first values and batches, writes them down for the peers, then
 * lets the {@link Trainer} make steps when they are ordered.
 *
 * <p>A step is thus all that a training does between two batches: forward and backward, mean over
 * micro-batches, norm of the gradient, running statistics, update, new values for the engine; the
 * listeners that a run always has are there as well.
 */
public final class EngineWorker {
  private static final long SEED = 1;
  private static final int BATCHES = 4;
  private static final int LOG_EVERY_STEPS = 10;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;

  /** Share of a batch in the running statistics, as the trainer has it. */
  private static final double STATISTICS_MOMENTUM = 0.1;

  private final NetworkCase network;
  private final OwnNetwork own;
  private final EngineConfig how;
  private final StepTask.Rule rule;
  private final List<SampleBatch> batches = new ArrayList<>();
  private final Orders orders = new Orders();
  private final StopSignal stop = new StopSignal();
  private final List<Double> millis = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final Timeline timeline = new Timeline();
  private int ordered;
  private boolean profiled;
  private int taken;

  private EngineWorker(NetworkCase network, OwnNetwork own, EngineConfig how) {
    this.network = network;
    this.own = own;
    this.how = how;
    // The squared difference of embeddings of unit length has small derivatives.
    double learningRate = network.trained() == NetworkCase.Trained.PAIR ? 1e-3 : 0.1;
    rule = new StepTask.Rule(learningRate, MOMENTUM, WEIGHT_DECAY);
  }

  /**
   * Runs the worker.
   *
   * @param arguments the folder with the case, to which the task is written; the name of what runs
   *     convolutions; the number of replicas
   */
  public static void main(String[] arguments)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    NetworkCase network = NetworkCase.read(folder);
    EngineConfig how =
        EngineConfig.standard()
            .with(Convolutions.valueOf(arguments[1]))
            .withReplicas(Integer.parseInt(arguments[2]));
    try (OwnNetwork own = create(network, how)) {
      new EngineWorker(network, own, how).run(folder);
    }
  }

  @MustBeClosed
  private static OwnNetwork create(NetworkCase network, EngineConfig how) {
    return network.trained() == NetworkCase.Trained.PAIR
        ? new OwnPair(network, how)
        : new OwnTower(network, how);
  }

  private void run(Path folder)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    Seeds seeds = new Seeds(SEED);
    Weights weights =
        new Weights(
            own.initialParameters(seeds.generator(Seeds.Purpose.INITIALISATION, 0, 0)),
            own.initialStatistics(seeds.generator(Seeds.Purpose.INITIALISATION, 0, 1)));
    for (int i = 0; i < BATCHES; i++) {
      batches.add(SampleBatch.draw(network, seeds.generator(Seeds.Purpose.SYNTHESIS, 0, i)));
    }
    write(folder, weights);
    TrainingTask task = timeline.watch(own.task(new Ordered()));
    TrainState state = new TrainState(task, recipe(), weights);
    try (MetricsFile metrics = MetricsFile.open(folder.resolve("metrics.jsonl"), state);
        EventFile events = EventFile.create(folder, 1)) {
      List<TrainListener> listeners =
          List.of(
              timeline.first(),
              new DivergenceGuard(new CheckpointStore(folder.resolve("checkpoints"), 1)),
              new MetricsLogger(metrics, LOG_EVERY_STEPS),
              new TensorBoardLogger(events, LOG_EVERY_STEPS),
              timeline.last(),
              new Clock());
      new Trainer(task, recipe(), state, listeners, stop).run();
    }
  }

  private void write(Path folder, Weights weights) throws IOException {
    List<ParameterInfo> parameters = own.network().parameters();
    StepTask task =
        new StepTask(
            own.layers(),
            SampleBatch.inputs(network),
            BATCHES,
            ParameterInfo.names(parameters, ParameterInfo.Role.WEIGHT),
            ParameterInfo.names(parameters, ParameterInfo.Role.BIAS),
            rule,
            new StepTask.Norm(network.network().batchNormEpsilon(), STATISTICS_MOMENTUM));
    List<NamedTensor> values =
        new ArrayList<>(WeightsFile.parts("", parameters, weights.parameters()));
    values.addAll(WeightsFile.parts("", own.network().statistics(), weights.statistics()));
    for (int i = 0; i < BATCHES; i++) {
      values.addAll(batches.get(i).tensors(network, i));
    }
    task.write(folder, values);
  }

  private Recipe recipe() {
    OptimizerConfig sgd =
        new OptimizerConfig(
            OptimizerConfig.Kind.SGD,
            rule.learningRate(),
            rule.momentum(),
            rule.weightDecay(),
            0.9,
            0.999,
            1e-8,
            0);
    ScheduleConfig constant =
        new ScheduleConfig(
            ScheduleConfig.Kind.CONSTANT,
            0,
            0.5,
            0,
            ScheduleConfig.StageChange.RESET,
            List.of(),
            0);
    return new Recipe(
        new TrainingConfig(1, 0, 1, 1, 1, 1), sgd, constant, CurriculumConfig.none(1), 1);
  }

  /** Serves orders whenever the trainer has made the steps of the last one. */
  private final class Ordered implements Gate {

    @Override
    public boolean open() {
      try {
        if (ordered > 0 && millis.size() == ordered) {
          orders.answer(profiled ? timeline.stop(ordered) : new Passes(millis, losses));
          own.trace(null);
          profiled = false;
          ordered = 0;
        }
        while (ordered == 0) {
          Optional<Order> order = orders.next();
          if (order.isEmpty()) {
            stop.request();
            return false;
          }
          serve(order.get());
        }
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public SampleBatch take() {
      return batches.get(taken++ % batches.size());
    }
  }

  private void serve(Order order) throws IOException {
    switch (order.kind()) {
      case ABOUT -> orders.answer(about());
      case TRAIN -> train(order.count());
      case EMBED -> orders.answer(embed(order.count()));
      case GRADIENT -> orders.answer(writeGradient(Path.of(order.argument())));
      case EMBEDDINGS -> orders.answer(writeEmbeddings(Path.of(order.argument())));
      case PROFILE -> {
        train(order.count());
        profiled = true;
        own.trace(timeline);
        timeline.start();
      }
    }
  }

  private void train(int steps) {
    millis.clear();
    losses.clear();
    ordered = steps;
  }

  private About about() {
    Backend backend = Backend.load();
    String convolutions =
        how.convolutions() == Convolutions.ND4J || OneDnn.load().isEmpty()
            ? "ND4J's " + (backend.oneDnn() ? "oneDNN" : "plain C++")
            : "oneDNN "
                + OneDnn.load().get().version()
                + (how.convolutions() == Convolutions.ONEDNN ? ", float32" : ", bfloat16");
    return new About(
        "AVTS on ND4J " + Backend.version(),
        String.format(
            Locale.ROOT,
            "convolutions in %s, %d replicas on %d threads",
            convolutions,
            how.replicas(),
            backend.threads()));
  }

  private Passes embed(int count) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      own.embed(batches.get(i % batches.size()));
      times.add((System.nanoTime() - begin) / NANOS_PER_MILLI);
    }
    return new Passes(times, List.of());
  }

  private Passes writeGradient(Path file) throws IOException {
    long begin = System.nanoTime();
    StepOutput output = own.step(batches.get(0));
    double time = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    Safetensors.write(
        file, WeightsFile.parts("", own.network().parameters(), output.gradient()), Map.of());
    return new Passes(List.of(time), List.of(output.loss()));
  }

  private Passes writeEmbeddings(Path file) throws IOException {
    List<NamedTensor> tensors = new ArrayList<>();
    int clips = network.pace().batch();
    own.embed(batches.get(0))
        .forEach(
            (name, values) ->
                tensors.add(
                    new NamedTensor(name, List.of(clips, values.length / clips), values, 0)));
    Safetensors.write(file, tensors, Map.of());
    return new Passes(List.of(), List.of());
  }

  /** Takes the time of each step. */
  private final class Clock implements TrainListener {
    @Override
    public void afterStep(TrainState state, StepResult result) {
      millis.add(result.nanos() / NANOS_PER_MILLI);
      losses.add(result.loss());
    }
  }
}
