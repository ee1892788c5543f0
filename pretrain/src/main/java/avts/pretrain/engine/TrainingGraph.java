package avts.pretrain.engine;

import avts.pretrain.graph.Gradients;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.Parameters.Entry;
import avts.pretrain.graph.Parameters.Role;
import avts.pretrain.graph.ops.NativeValues;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A network, its loss and the gradient in one graph. */
final class TrainingGraph implements AutoCloseable {

  private final GraphContext context;
  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters;
  private final Wiring wiring;
  private final List<SDVariable> gradients;
  private final PlanCache plans = new PlanCache();
  private final PlanCache forwardPlans = new PlanCache();
  private @Nullable StepTrace trace;

  /** What is trained: network and loss. */
  @FunctionalInterface
  interface Objective {

    /** Adds inputs, network and loss to a graph. */
    Wiring wire(SameDiff graph, Layers layers);
  }

  /**
   * What an objective has added.
   *
   * @param inputs shape of each placeholder without its leading axis, the examples, by name
   * @param loss a scalar, mean over the examples
   * @param outputs what else a step shall give, each with as many rows as examples
   * @param rows length of the leading axis for each example, by the input's name; 1 where it is not
   *     named
   */
  record Wiring(
      Map<String, long[]> inputs,
      SDVariable loss,
      List<SDVariable> outputs,
      Map<String, Integer> rows) {

    /** Copies the collections. */
    Wiring {
      inputs = Map.copyOf(inputs);
      outputs = List.copyOf(outputs);
      rows = Map.copyOf(rows);
    }

    /** Inputs with a row for each example. */
    Wiring(Map<String, long[]> inputs, SDVariable loss, List<SDVariable> outputs) {
      this(inputs, loss, outputs, Map.of());
    }

    /** Returns the shape of an input for a number of examples. */
    private long[] shape(String name, long[] shape, int examples) {
      long leading = (long) examples * rows.getOrDefault(name, 1);
      return Longs.concat(new long[] {leading}, shape);
    }
  }

  /**
   * What a step gives.
   *
   * @param step loss, gradient and statistics
   * @param outputs values of the wiring's outputs, in its order
   */
  record Result(StepOutput step, List<float[]> outputs) {}

  /**
   * Builds the graph.
   *
   * @param statistics where batch norms take their statistics from
   */
  TrainingGraph(GraphContext context, Statistics statistics, Objective objective) {
    this.context = context;
    Layers layers = context.layers(graph, statistics);
    parameters = layers.parameters();
    wiring = objective.wire(graph, layers);
    gradients =
        Gradients.of(
            wiring.loss(),
            parameters.trained().stream().flatMap(entry -> entry.variable().stream()).toList());
  }

  /** Returns what the graph has registered. */
  Parameters parameters() {
    return parameters;
  }

  /**
   * Runs forward and backward.
   *
   * @param size number of examples
   * @param inputs values of every input of the wiring
   */
  Result step(int size, Map<String, float[]> inputs, NetworkValues values) {
    GraphPlan plan = plan(size, values);
    run(plan, inputs);
    long begin = System.nanoTime();
    Result result = result(plan, values);
    if (trace != null) {
      trace.part("copy gradient and statistics out", begin, System.nanoTime());
    }
    return result;
  }

  private Result result(GraphPlan plan, NetworkValues values) {
    float[] gradient = new float[ParameterInfo.total(values.parameters())];
    List<Entry> trained = parameters.trained();
    for (int i = 0; i < gradients.size(); i++) {
      int offset = values.offset(trained.get(i).name());
      NativeValues.read(plan.array(gradients.get(i).name()), gradient, offset);
    }
    StepOutput step =
        new StepOutput(
            NativeValues.read(plan.array(wiring.loss().name()))[0],
            gradient,
            statistics(plan, values));
    return new Result(
        step,
        wiring.outputs().stream()
            .map(output -> NativeValues.readFloats(plan.array(output.name())))
            .toList());
  }

  /**
   * Runs forward alone, in memory of its own that holds no more than a few layers at a time.
   *
   * @param size number of examples
   * @param inputs values of every input of the wiring
   * @return values of the wiring's outputs, in its order
   */
  List<double[]> forward(int size, Map<String, float[]> inputs, NetworkValues values) {
    GraphPlan plan = forwardPlan(size, values);
    run(plan, inputs);
    return wiring.outputs().stream()
        .map(output -> NativeValues.read(plan.array(output.name())))
        .toList();
  }

  private void run(GraphPlan plan, Map<String, float[]> inputs) {
    long begin = System.nanoTime();
    inputs.forEach((name, input) -> NativeValues.write(input, 0, plan.array(name)));
    if (trace == null) {
      plan.run();
      return;
    }
    trace.part("copy clips in", begin, System.nanoTime());
    plan.run(trace);
  }

  /** Returns the batch's statistics, variances unbiased; where they are frozen, as they are. */
  private float[] statistics(GraphPlan plan, NetworkValues values) {
    float[] flat = new float[ParameterInfo.total(values.statistics())];
    List<Entry> entries = parameters.statistics();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      int offset = values.statistics().get(i).offset();
      String name = entry.batchValue().or(entry::variable).orElseThrow().name();
      NativeValues.read(plan.array(name), flat, offset);
      if (entry.role() == Role.VARIANCE && entry.batchValue().isPresent()) {
        double count = normalisedCount(plan, entry.batchValue().get());
        for (int k = offset; k < offset + entry.size(); k++) {
          flat[k] *= (float) (count / Math.max(1, count - 1));
        }
      }
    }
    return flat;
  }

  /** Returns over how many values of each channel a batch norm has taken its statistics. */
  private double normalisedCount(GraphPlan plan, SDVariable batchVariance) {
    String input = graph.getVariableOutputOp(batchVariance.name()).argNames()[0];
    long[] normalised = plan.shape(input);
    return (double) Arrays.stream(normalised).reduce(1, Math::multiplyExact) / normalised[1];
  }

  /**
   * Makes the plans for a number of examples where there are none yet, in the calling thread.
   *
   * @param forwardToo whether {@link #forward} will be called beside {@link #step}
   */
  void prepare(int size, boolean forwardToo, NetworkValues values) {
    plan(size, values);
    if (forwardToo) {
      forwardPlan(size, values);
    }
  }

  private GraphPlan plan(int size, NetworkValues values) {
    return plans.of(size, () -> new GraphPlan(recipe(size, values, wanted()), context));
  }

  private GraphPlan forwardPlan(int size, NetworkValues values) {
    List<String> outputs = wiring.outputs().stream().map(SDVariable::name).toList();
    return forwardPlans.of(size, () -> new GraphPlan(recipe(size, values, outputs), context));
  }

  private List<String> wanted() {
    List<String> wanted = new ArrayList<>();
    gradients.forEach(gradient -> wanted.add(gradient.name()));
    wanted.add(wiring.loss().name());
    wiring.outputs().forEach(output -> wanted.add(output.name()));
    parameters.statistics().stream()
        .flatMap(entry -> entry.batchValue().stream())
        .forEach(value -> wanted.add(value.name()));
    return wanted;
  }

  private GraphPlan.Recipe recipe(int size, NetworkValues values, List<String> wanted) {
    Map<String, long[]> shapes = new HashMap<>();
    wiring.inputs().forEach((name, shape) -> shapes.put(name, wiring.shape(name, shape, size)));
    return new GraphPlan.Recipe(graph, shapes, values.bind(parameters), wanted);
  }

  /** Tells {@code watcher} about the parts of every step from now on; null to stop. */
  void trace(@Nullable StepTrace watcher) {
    trace = watcher;
  }

  /** Returns the bytes of native memory of the plan for a batch size, and of forward passes. */
  long workingBytes(int size, NetworkValues values) {
    return plan(size, values).bytes() + forwardPlans.bytes(size);
  }

  @Override
  public void close() {
    plans.close();
    forwardPlans.close();
  }
}
