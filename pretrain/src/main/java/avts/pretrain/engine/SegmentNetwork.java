package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxValue;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.graph.ops.Product;
import avts.pretrain.graph.ops.RowLength;
import avts.pretrain.graph.ops.StepNormalise;
import avts.pretrain.graph.ops.StopGradient;
import avts.pretrain.graph.ops.WeightedSum;
import avts.pretrain.loss.EmbeddingDistance;
import avts.pretrain.loss.ImitationConfig;
import avts.pretrain.loss.SoftmaxCrossEntropy;
import avts.pretrain.model.SegmentModel;
import avts.pretrain.model.SegmentShape;
import avts.pretrain.model.SegmentShape.Branch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network on segments, described in SameDiff, that learns from labels, from a teacher's
 * embeddings, or from both.
 *
 * <p>Parameters are those of {@link SegmentModel}, and behind them {@code projection.segments.*}
 * and {@code projection.whole.*} where a student's embeddings are projected.
 */
public final class SegmentNetwork implements TrainableNetwork {
  /** Beginning of the names of what is dropped after training. */
  public static final String PROJECTION = "projection.";

  /** Name of what an exported network is given of each segment. */
  private static final String FEATURES = "features";

  private static final String SENSE = "sense.";
  private static final String KNOWN = "known";
  private static final String COUNTED = "mask";
  private static final String EVERY = "every";
  private static final String LABELS = "labels";
  private static final String SOFT = "soft";
  private static final String TEACHER_SEGMENTS = "teacher.segments";
  private static final String TEACHER_WHOLE = "teacher.whole";
  private static final String DROPPED = "dropped.";

  /** Examples that one pass of inference takes. */
  private static final int BATCH = 64;

  private static final double NO_BATCH_NORM = 1;

  private final GraphContext context;
  private final SegmentShape shape;
  private final @Nullable Student student;
  private final Dropout dropout;
  private final Map<String, Dropped> masks = new LinkedHashMap<>();
  private final TrainingGraph training;
  private final NetworkValues values;
  private final GraphPlan inference;
  private final Outputs inferred;

  /**
   * A network that imitates another.
   *
   * @param imitation what is learned
   * @param teacherEmbedding length of the teacher's embeddings
   */
  public record Student(ImitationConfig imitation, int teacherEmbedding) {}

  private record Dropped(int rowsPerExample, int width, double probability) {}

  private record Outputs(SDVariable segments, SDVariable whole, SDVariable logits) {}

  /**
   * Builds the network; all parameters are 0 until {@link #load}.
   *
   * @param student what a student learns from its teacher; null to learn from labels
   */
  public SegmentNetwork(SegmentShape shape, @Nullable Student student, Dropout dropout) {
    this(shape, student, dropout, DataType.FLOAT);
  }

  /** Builds the network in a given type: DOUBLE for gradient checks. */
  SegmentNetwork(SegmentShape shape, @Nullable Student student, Dropout dropout, DataType type) {
    this.shape = shape;
    this.student = student;
    this.dropout = dropout;
    if (student != null) {
      check(shape, student);
    }
    context = GraphContext.of(type, NO_BATCH_NORM);
    training = new TrainingGraph(context, Statistics.RUNNING, this::wire);
    values = new NetworkValues(training.parameters(), context.type());
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    Map<String, long[]> inputs = new HashMap<>();
    inferred =
        outputs(graph, new SegmentModel(shape, layers, (layer, rows, width) -> rows), inputs);
    inputs.replaceAll((name, size) -> new long[] {BATCH, size[0]});
    inference =
        new GraphPlan(
            new GraphPlan.Recipe(
                graph,
                inputs,
                values.bind(layers.parameters()),
                List.of(inferred.segments.name(), inferred.whole.name(), inferred.logits.name())),
            context);
  }

  private static void check(SegmentShape shape, Student student) {
    ImitationConfig imitation = student.imitation;
    checkArgument(
        imitation.projection() || student.teacherEmbedding == shape.embedding(),
        "the teacher's embeddings have %s values, the student's %s: they need a projection",
        student.teacherEmbedding,
        shape.embedding());
    checkArgument(
        imitation.taskToEncoder() || imitation.embeddings(),
        "nothing would change the encoder: neither labels nor the teacher's embeddings");
    checkArgument(
        imitation.aggregator() == 0 || shape.aggregation() != SegmentShape.Aggregation.NONE,
        "there is no aggregator to imitate: the weight of its distance must be 0");
  }

  private Outputs outputs(SameDiff graph, SegmentModel model, Map<String, long[]> inputs) {
    List<SDVariable> senses = new ArrayList<>();
    for (Branch branch : shape.branches()) {
      SDVariable all =
          input(graph, inputs, SENSE + branch.name(), shape.segments() * branch.inputs());
      senses.add(RowLength.of(all, branch.inputs()));
    }
    // Read by the fusion by attention alone; where nothing reads it, a plan leaves it out.
    SDVariable known = RowLength.of(input(graph, inputs, KNOWN, 2 * shape.segments()), 2);
    SDVariable mask = input(graph, inputs, COUNTED, shape.segments());
    SDVariable segments = model.encode(senses, known);
    SDVariable whole = model.aggregate(segments, mask);
    ImitationConfig imitation = student == null ? null : student.imitation;
    boolean closed = imitation != null && !imitation.taskToEncoder();
    return new Outputs(segments, whole, model.classify(closed ? StopGradient.of(whole) : whole));
  }

  /**
   * Returns a network of one sense as an ONNX model: {@code features [batch, S, inputs]} and {@code
   * mask [batch, S]} to {@code embedding [batch, E]} of the whole, {@code logits} and {@code
   * probabilities [batch, classes]}.
   *
   * @throws IllegalArgumentException if the network has two senses
   */
  public OnnxModel model() {
    checkArgument(
        shape.branches().size() == 1, "only networks of one sense are exported, this one has two");
    int width = shape.branches().get(0).inputs();
    String segments = Integer.toString(shape.segments());
    return new ModelRecipe(
            List.of(
                new OnnxValue(
                    FEATURES, List.of(OnnxValue.BATCH, segments, Integer.toString(width))),
                new OnnxValue(COUNTED, List.of(OnnxValue.BATCH, segments))),
            (layers, inputs) -> {
              SegmentModel model = new SegmentModel(shape, layers, (layer, rows, size) -> rows);
              SDVariable rows = RowLength.of(inputs.get(0), width);
              // Only a fusion asks which senses are known.
              SDVariable whole =
                  model.aggregate(model.encode(List.of(rows), inputs.get(1)), inputs.get(1));
              SDVariable logits = model.classify(whole);
              return List.of(
                  ModelRecipe.embedding(whole, shape.embedding()),
                  ModelRecipe.logits(logits, shape.classes()),
                  ModelRecipe.probabilities(logits, shape.classes()));
            })
        .model(context, values);
  }

  private SDVariable input(
      SameDiff graph, Map<String, long[]> inputs, String name, int valuesPerExample) {
    inputs.put(name, new long[] {valuesPerExample});
    return graph.placeHolder(name, context.type(), -1, valuesPerExample);
  }

  private TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    Map<String, long[]> inputs = new HashMap<>();
    SegmentModel model =
        new SegmentModel(
            shape,
            layers,
            (layer, rows, width) -> dropped(new Drop(graph, inputs), layer, rows, width));
    Outputs outputs = outputs(graph, model, inputs);
    SDVariable labels = input(graph, inputs, LABELS, shape.classes());
    SDVariable task = new SoftmaxCrossEntropy(outputs.logits, labels).outputVariable();
    SDVariable loss =
        student == null ? task : new Imitating(graph, layers, inputs, student).loss(task, outputs);
    return new TrainingGraph.Wiring(inputs, loss, List.of(outputs.logits));
  }

  private record Drop(SameDiff graph, Map<String, long[]> inputs) {}

  private SDVariable dropped(Drop drop, String layer, SDVariable rows, int width) {
    boolean first =
        shape.branches().stream()
            .anyMatch(branch -> layer.equals(SegmentModel.ENCODER + branch.name() + ".1"));
    double probability = first ? dropout.input() : dropout.hidden();
    if (probability == 0) {
      return rows;
    }
    int perExample = layer.startsWith(SegmentModel.ENCODER) ? shape.segments() : 1;
    masks.put(DROPPED + layer, new Dropped(perExample, width, probability));
    SDVariable mask = input(drop.graph, drop.inputs, DROPPED + layer, perExample * width);
    return Product.of(rows, RowLength.of(mask, width));
  }

  /** The parts of a student's loss. */
  private final class Imitating {
    private final SameDiff graph;
    private final Layers layers;
    private final Map<String, long[]> inputs;
    private final Student student;

    Imitating(SameDiff graph, Layers layers, Map<String, long[]> inputs, Student student) {
      this.graph = graph;
      this.layers = layers;
      this.inputs = inputs;
      this.student = student;
    }

    SDVariable loss(SDVariable task, Outputs outputs) {
      ImitationConfig imitation = student.imitation;
      List<SDVariable> parts = new ArrayList<>(List.of(task));
      List<Double> weights = new ArrayList<>(List.of(imitation.task()));
      // A part of weight 0 is there too: every parameter needs a gradient.
      if (imitation.embeddings()) {
        SDVariable counted = graph.getVariable(COUNTED);
        parts.add(distance("segments", outputs.segments, shape.segments(), counted));
        weights.add(imitation.encoder());
      }
      if (imitation.embeddings() && aggregates()) {
        SDVariable all = input(graph, inputs, EVERY, 1);
        parts.add(distance("whole", outputs.whole, 1, all));
        weights.add(imitation.aggregator());
      }
      if (imitation.soft() > 0) {
        SDVariable soft = input(graph, inputs, SOFT, shape.classes());
        double own = imitation.studentTemperature() ? imitation.temperature() : 1;
        parts.add(new SoftmaxCrossEntropy(outputs.logits, soft, own).outputVariable());
        weights.add(imitation.soft() * own * own);
      }
      return WeightedSum.of(parts, weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private SDVariable distance(
        String what, SDVariable own, int rowsPerExample, SDVariable weights) {
      int width = student.teacherEmbedding;
      SDVariable embeddings =
          student.imitation.projection()
              ? layers.linear(PROJECTION + what, own, new Channels(shape.embedding(), width))
              : own;
      SDVariable teacher =
          RowLength.of(input(graph, inputs, "teacher." + what, rowsPerExample * width), width);
      if (student.imitation.unit()) {
        embeddings = StepNormalise.of(embeddings, 1, 1);
        teacher = StepNormalise.of(teacher, 1, 1);
      }
      return new EmbeddingDistance(student.imitation.distance(), embeddings, teacher, weights)
          .outputVariable();
    }
  }

  private boolean aggregates() {
    return shape.aggregation() != SegmentShape.Aggregation.NONE;
  }

  /** Returns the sizes. */
  public SegmentShape shape() {
    return shape;
  }

  @Override
  public List<ParameterInfo> parameters() {
    return values.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return values.statistics();
  }

  /**
   * Returns first values of all parameters: normal weights of variance 2 / inputs before a ReLU (He
   * et al. 2015), 1 / inputs elsewhere, and biases of 0.
   */
  public float[] initialParameters(RandomGenerator generator) {
    float[] initial = values.initialParameters(generator);
    for (ParameterInfo info : values.parameters()) {
      String layer = info.name().substring(0, info.name().lastIndexOf('.'));
      if (Character.isDigit(layer.charAt(layer.length() - 1))) { // the ReLU layers are numbered
        for (int i = info.offset(); i < info.offset() + info.size(); i++) {
          initial[i] *= (float) Math.sqrt(2);
        }
      }
    }
    return initial;
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    values.load(parameters, statistics);
  }

  /** Runs forward and backward in training mode; the arrays belong to the caller. */
  public ClassOutput step(SegmentBatch batch, SegmentBatch.Targets targets) {
    Map<String, float[]> inputs = inputs(batch);
    inputs.put(LABELS, targets.labels());
    if (student != null) {
      ImitationConfig imitation = student.imitation;
      if (imitation.embeddings()) {
        inputs.put(TEACHER_SEGMENTS, targets.teacher().segments());
      }
      if (imitation.embeddings() && aggregates()) {
        inputs.put(TEACHER_WHOLE, targets.teacher().whole());
        inputs.put(EVERY, ones(batch.size()));
      }
      if (imitation.soft() > 0) {
        inputs.put(
            SOFT,
            Logits.softmax(targets.teacher().logits(), shape.classes(), imitation.temperature()));
      }
    }
    masks.forEach((name, mask) -> inputs.put(name, mask(batch.size(), mask)));
    TrainingGraph.Result result = training.step(batch.size(), inputs, values);
    return new ClassOutput(result.step(), result.outputs().get(0));
  }

  private Map<String, float[]> inputs(SegmentBatch batch) {
    Map<String, float[]> inputs = new HashMap<>();
    for (int i = 0; i < shape.branches().size(); i++) {
      Branch branch = shape.branches().get(i);
      checkLength(
          branch.name(), batch.senses().get(i), batch.size() * shape.segments() * branch.inputs());
      inputs.put(SENSE + branch.name(), batch.senses().get(i));
    }
    checkLength(COUNTED, batch.mask(), batch.size() * shape.segments());
    inputs.put(COUNTED, batch.mask());
    inputs.put(KNOWN, ones(2 * batch.size() * shape.segments()));
    return inputs;
  }

  private static void checkLength(String what, float[] given, int wanted) {
    checkArgument(
        given.length == wanted, "%s: %s values expected, got %s", what, wanted, given.length);
  }

  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private float[] mask(int size, Dropped dropped) {
    return dropout.mask(size * dropped.rowsPerExample * dropped.width, dropped.probability);
  }

  /** Returns what the network makes of examples, in inference mode. */
  public SegmentOutput infer(SegmentBatch batch) {
    Map<String, float[]> inputs = inputs(batch);
    int n = batch.size();
    float[] segments = new float[n * shape.segments() * shape.embedding()];
    float[] whole = new float[n * shape.embedding()];
    float[] logits = new float[n * shape.classes()];
    for (int start = 0; start < n; start += BATCH) {
      int count = Math.min(BATCH, n - start);
      int first = start;
      inputs.forEach(
          (name, all) -> feed(name, all, all.length / n * first, all.length / n * count));
      inference.run();
      read(inferred.segments, segments, start, n);
      read(inferred.whole, whole, start, n);
      read(inferred.logits, logits, start, n);
    }
    return new SegmentOutput(segments, whole, logits);
  }

  private void feed(String name, float[] all, int from, int length) {
    float[] padded = new float[Math.toIntExact(inference.array(name).length())];
    System.arraycopy(all, from, padded, 0, length);
    NativeValues.write(padded, 0, inference.array(name));
  }

  private void read(SDVariable variable, float[] all, int start, int n) {
    float[] rows = new float[Math.toIntExact(inference.array(variable.name()).length())];
    NativeValues.read(inference.array(variable.name()), rows, 0);
    int from = start * (all.length / n);
    System.arraycopy(rows, 0, all, from, Math.min(rows.length, all.length - from));
  }

  @Override
  public void close() {
    training.close();
    inference.close();
    values.close();
    context.workers().close();
  }
}
