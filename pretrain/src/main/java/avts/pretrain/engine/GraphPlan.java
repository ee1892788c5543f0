package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import avts.pretrain.engine.onednn.OneDnnSteps;
import avts.pretrain.engine.onednn.PlanMemory;
import avts.pretrain.graph.NeededOps;
import avts.pretrain.graph.ops.JavaOp;
import avts.pretrain.graph.ops.Workers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph made ready for one batch size: the operations that the wanted outputs need, in a
 * fixed order, each with its arrays in fixed memory.
 *
 * <p>Stands in for SameDiff's {@code InferenceSession}, which allocates every array of every step
 * anew, remembers every array it ever freed, and spends 50 us per operation. Not thread-safe.
 */
final class GraphPlan implements AutoCloseable {

  /**
   * What a plan is made of.
   *
   * @param graph the graph, complete
   * @param shapes lengths of the placeholders that the plan allocates itself
   * @param bound arrays of the other placeholders; they stay their owner's
   * @param outputs names of what is wanted
   */
  record Recipe(
      SameDiff graph,
      Map<String, long[]> shapes,
      Map<String, INDArray> bound,
      Collection<String> outputs) {}

  /** One operation with its arrays. */
  private interface Step {
    void run();

    /** Returns what the step's native side takes up. */
    default void close() {}
  }

  private record NamedStep(String name, Step step) {}

  private final Recipe recipe;
  private final Workers workers;
  private final BufferPool pool;
  private final Set<String> pooled = new HashSet<>();
  private final @Nullable OneDnnSteps oneDnn;
  private final Map<String, INDArray> arrays = new HashMap<>();
  private final List<NamedStep> steps = new ArrayList<>();

  /** Allocates all memory. */
  GraphPlan(Recipe recipe, GraphContext context) {
    this.recipe = recipe;
    workers = context.workers();
    pool = new BufferPool(context.type());
    arrays.putAll(recipe.bound());
    recipe.shapes().forEach((name, shape) -> arrays.put(name, pool.take(shape)));
    List<DifferentialFunction> operations = NeededOps.of(recipe.graph(), recipe.outputs());
    OneDnnSteps.Order order = new OneDnnSteps.Order(operations, Set.copyOf(recipe.outputs()));
    oneDnn = context.oneDnn(new Memory(), order).orElse(null);
    Map<String, Integer> lastUse = lastUse(operations);
    for (int i = 0; i < operations.size(); i++) {
      DifferentialFunction operation = operations.get(i);
      checkState(operation instanceof DynamicCustomOp, "%s cannot be planned", operation.opName());
      add((DynamicCustomOp) operation);
      Stream.of(operation.outputVariablesNames())
          .filter(recipe.outputs()::contains)
          .forEach(this::existing);
      release(operation, i, lastUse);
    }
  }

  /** What this plan offers to oneDNN's steps. */
  private final class Memory implements PlanMemory {

    @Override
    public Optional<INDArray> array(String variable) {
      return Optional.ofNullable(arrays.get(variable));
    }

    @Override
    public INDArray create(String variable, long... shape) {
      return GraphPlan.this.create(variable, shape);
    }

    @Override
    public DataBuffer take(long length) {
      return pool.takeBuffer(length);
    }

    @Override
    public void giveBack(DataBuffer buffer) {
      pool.giveBack(buffer);
    }

    @Override
    public void append(String name, Runnable step) {
      steps.add(new NamedStep(name, step::run));
    }
  }

  private static Map<String, Integer> lastUse(List<DifferentialFunction> operations) {
    Map<String, Integer> lastUse = new LinkedHashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      for (String name : operations.get(i).outputVariablesNames()) {
        lastUse.put(name, i);
      }
      for (String name : operations.get(i).argNames()) {
        lastUse.put(name, i);
      }
    }
    return lastUse;
  }

  private void release(DifferentialFunction operation, int index, Map<String, Integer> lastUse) {
    Set<String> touched = new HashSet<>(List.of(operation.argNames()));
    touched.addAll(List.of(operation.outputVariablesNames()));
    for (String name : touched) {
      if (lastUse.getOrDefault(name, -1) == index) {
        if (pooled.contains(name) && !recipe.outputs().contains(name)) {
          pool.giveBack(array(name).data());
        }
        if (oneDnn != null) {
          oneDnn.release(name);
        }
      }
    }
  }

  private INDArray create(String variable, long... shape) {
    INDArray array = pool.take(shape);
    arrays.put(variable, array);
    pooled.add(variable);
    return array;
  }

  private void add(DynamicCustomOp operation) {
    if (oneDnn != null && oneDnn.takes(operation)) {
      oneDnn.add(describe(operation), operation);
      return;
    }
    INDArray[] inputs =
        Stream.of(operation.argNames()).map(this::existing).toArray(INDArray[]::new);
    String[] names = operation.outputVariablesNames();
    List<long[]> shapes;
    OpContext context = null;
    if (operation instanceof JavaOp javaOp) {
      shapes = javaOp.outputShapes(Stream.of(inputs).map(INDArray::shape).toList());
    } else {
      context = nativeContext(operation, inputs);
      shapes =
          operation.calculateOutputShape(context).stream()
              .map(LongShapeDescriptor::getShape)
              .toList();
    }
    checkState(shapes.size() == names.length, "%s: wrong number of shapes", operation.opName());
    INDArray[] outputs = new INDArray[names.length];
    for (int i = 0; i < names.length; i++) {
      outputs[i] = create(names[i], shapes.get(i));
    }
    steps.add(new NamedStep(describe(operation), step(operation, context, inputs, outputs)));
  }

  /** Names an operation after its second input, which mostly is its first parameter. */
  private static String describe(DynamicCustomOp operation) {
    String[] inputs = operation.argNames();
    return operation.opName() + " " + inputs[Math.min(1, inputs.length - 1)];
  }

  private Step step(
      DynamicCustomOp operation,
      @Nullable OpContext context,
      INDArray[] inputs,
      INDArray[] outputs) {
    if (context == null) {
      return () -> ((JavaOp) operation).runOnHost(inputs, outputs, workers);
    }
    context.setOutputArrays(outputs);
    return new NativeStep(operation, context);
  }

  /** An operation that ND4J runs. */
  private record NativeStep(DynamicCustomOp operation, OpContext context) implements Step {

    @Override
    public void run() {
      Nd4j.getExecutioner().exec(operation, context);
    }

    @Override
    public void close() {
      context.purge();
    }
  }

  private static OpContext nativeContext(DynamicCustomOp operation, INDArray... inputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setIArguments(operation.iArgs());
    context.setTArguments(operation.tArgs());
    context.setBArguments(operation.bArgs());
    context.setDArguments(operation.dArgs());
    context.setInputArrays(inputs);
    return context;
  }

  /** Returns the row-major array of a variable that has a value when the next step runs. */
  private INDArray existing(String name) {
    INDArray array = arrays.get(name);
    if (array == null && oneDnn != null && oneDnn.has(name)) {
      array = oneDnn.array(name);
    }
    if (array == null) {
      array = recipe.graph().getVariable(name).getArr(); // a constant
      checkState(array != null, "%s has neither array nor shape", name);
      arrays.put(name, array);
    }
    return array;
  }

  /** Returns the array of an input or an output. */
  INDArray array(String name) {
    INDArray array = arrays.get(name);
    checkArgument(array != null, "the plan has no array %s", name);
    return array;
  }

  /** Returns the lengths of a variable's axes, whether or not its values are still there. */
  long[] shape(String name) {
    Optional<long[]> blocked = oneDnn == null ? Optional.empty() : oneDnn.shape(name);
    return blocked.orElseGet(() -> array(name).shape());
  }

  /** Runs all operations. */
  void run() {
    steps.forEach(named -> named.step.run());
  }

  /** Runs all operations and tells when each began and ended. */
  void run(StepTrace trace) {
    for (NamedStep named : steps) {
      long begin = System.nanoTime();
      named.step.run();
      trace.part(named.name, begin, System.nanoTime());
    }
  }

  /** Returns the bytes of native memory that the plan allocated. */
  long bytes() {
    return pool.bytes();
  }

  @Override
  public void close() {
    steps.forEach(named -> named.step.close());
    steps.clear();
    arrays.clear();
    if (oneDnn != null) {
      oneDnn.close();
    }
    pool.close();
  }
}
