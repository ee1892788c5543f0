package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.ops.Affine;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.loss.SoftmaxCrossEntropy;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.VideoStage;
import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The upper stages of a video encoder with fully connected layers above them, described in
 * SameDiff: what is trained where the stages below are frozen, so that their output for each clip
 * is calculated once.
 *
 * <p>An example has one clip for each step in time. In an example's values come first the maps of
 * all its clips as the stage below gives them, then for each step a factor of every feature, then a
 * shift of every feature: the encoder's pooled output is scaled by these constants before the fully
 * connected layers see it.
 *
 * <p>Parameters have the names they have in a two-tower network and in {@link SameDiffPerceptron}.
 * Batch norms keep their running statistics.
 */
public final class SameDiffStageClassifier implements Classifier {
  private static final String MAPS = "maps";
  private static final String FACTORS = "factors";
  private static final String SHIFTS = "shifts";
  private static final String TARGETS = "targets";

  /** Examples that one pass of inference takes. */
  private static final int BATCH = 16;

  private final GraphContext context;
  private final Model model;
  private final TwoTowerNetwork network;
  private final PerceptronLayers head;
  private final TrainingGraph training;
  private final NetworkValues values;
  private final GraphPlan inference;
  private final String logits;

  /**
   * Which stages, and what lies above and below them.
   *
   * @param network the network whose video encoder it is
   * @param input size of a clip
   * @param first the lowest stage that is trained
   * @param below shape of what one clip is to that stage, channels first: the stage below's output,
   *     or the clip
   * @param head the layers above; its inputs are the encoder's features
   */
  public record Model(
      NetworkConfig network,
      InputShape input,
      VideoStage first,
      List<Integer> below,
      PerceptronShape head) {

    /** Copies the list. */
    public Model {
      below = List.copyOf(below);
    }

    int mapSize() {
      return below.stream().reduce(1, Math::multiplyExact);
    }
  }

  /** Builds the network; all values are 0 until {@link #load}. */
  public SameDiffStageClassifier(Model model, Dropout dropout) {
    this(model, dropout, DataType.FLOAT);
  }

  /** Builds the network in a given type: DOUBLE for gradient checks. */
  SameDiffStageClassifier(Model model, Dropout dropout, DataType type) {
    this.model = model;
    network = new TwoTowerNetwork(model.network, model.input, 0);
    int features = network.featureSize(TwoTowerNetwork.Tower.VIDEO);
    checkArgument(
        model.head.inputs() == features,
        "the encoder gives %s features, the layers above take %s",
        features,
        model.head.inputs());
    head = new PerceptronLayers(model.head, dropout);
    context = GraphContext.of(type, model.network.batchNormEpsilon());
    training = new TrainingGraph(context, Statistics.RUNNING, this::wire);
    values = new NetworkValues(training.parameters(), type);
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    List<SDVariable> outputs = layers(graph, layers, null);
    logits = outputs.get(outputs.size() - 1).name();
    Map<String, long[]> shapes = new HashMap<>();
    inputs()
        .forEach(
            (name, shape) -> {
              long rows = (long) BATCH * model.head.steps();
              shapes.put(name, Longs.concat(new long[] {rows}, shape));
            });
    inference =
        new GraphPlan(
            new GraphPlan.Recipe(graph, shapes, values.bind(layers.parameters()), List.of(logits)),
            context);
  }

  /** Shapes of a step's inputs. */
  private Map<String, long[]> inputs() {
    long[] features = {model.head.inputs()};
    return Map.of(MAPS, Longs.toArray(model.below), FACTORS, features, SHIFTS, features);
  }

  private List<SDVariable> layers(
      SameDiff graph, Layers layers, @Nullable Map<String, long[]> masks) {
    Map<String, SDVariable> given = new HashMap<>();
    inputs()
        .forEach(
            (name, shape) ->
                given.put(
                    name,
                    graph.placeHolder(name, context.type(), Longs.concat(new long[] {-1}, shape))));
    SDVariable features =
        network.buildVideoFrom(model.first, layers, Objects.requireNonNull(given.get(MAPS)));
    SDVariable scaled =
        Affine.of(
            features,
            Objects.requireNonNull(given.get(FACTORS)),
            Objects.requireNonNull(given.get(SHIFTS)));
    return head.add(layers, scaled, masks);
  }

  private TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    Map<String, long[]> inputs = new HashMap<>(inputs());
    List<SDVariable> outputs = layers(graph, layers, inputs);
    SDVariable scores = outputs.get(outputs.size() - 1);
    int classes = model.head.classes();
    SDVariable targets = graph.placeHolder(TARGETS, context.type(), -1, classes);
    inputs.put(TARGETS, new long[] {classes});
    SDVariable loss = new SoftmaxCrossEntropy(scores, targets).outputVariable();
    int steps = model.head.steps();
    return new TrainingGraph.Wiring(
        inputs, loss, List.of(scores), Map.of(MAPS, steps, FACTORS, steps, SHIFTS, steps));
  }

  @Override
  public List<ParameterInfo> parameters() {
    return values.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return values.statistics();
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    values.load(parameters, statistics);
  }

  @Override
  public int classes() {
    return model.head.classes();
  }

  @Override
  public int exampleSize() {
    return Math.multiplyExact(model.head.steps(), model.mapSize() + 2 * model.head.inputs());
  }

  @Override
  public ClassOutput step(float[] examples, float[] targets, int n) {
    checkExamples(examples, n);
    checkArgument(
        targets.length == n * classes(),
        "%s examples need %s probabilities each, got %s values",
        n,
        classes(),
        targets.length);
    Map<String, float[]> inputs = new HashMap<>(taken(examples, n));
    inputs.put(TARGETS, targets);
    inputs.putAll(head.masks(n));
    TrainingGraph.Result result = training.step(n, inputs, values);
    return new ClassOutput(result.step(), result.outputs().get(0));
  }

  /** Takes the inputs of {@code n} examples apart. */
  private Map<String, float[]> taken(float[] examples, int n) {
    int maps = model.head.steps() * model.mapSize();
    int features = model.head.steps() * model.head.inputs();
    return Map.of(
        MAPS, part(examples, 0, maps, n),
        FACTORS, part(examples, maps, features, n),
        SHIFTS, part(examples, maps + features, features, n));
  }

  private float[] part(float[] examples, int begin, int length, int n) {
    float[] part = new float[n * length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(examples, begin + i * exampleSize(), part, i * length, length);
    }
    return part;
  }

  @Override
  public float[] logits(float[] examples, int n) {
    checkExamples(examples, n);
    float[] all = new float[n * classes()];
    float[] batch = new float[BATCH * exampleSize()];
    float[] rows = new float[BATCH * classes()];
    for (int first = 0; first < n; first += BATCH) {
      int count = Math.min(BATCH, n - first);
      Arrays.fill(batch, 0);
      System.arraycopy(examples, first * exampleSize(), batch, 0, count * exampleSize());
      taken(batch, BATCH)
          .forEach((name, input) -> NativeValues.write(input, 0, inference.array(name)));
      inference.run();
      NativeValues.read(inference.array(logits), rows, 0);
      System.arraycopy(rows, 0, all, first * classes(), count * classes());
    }
    return all;
  }

  private void checkExamples(float[] examples, int n) {
    checkArgument(
        examples.length == (long) n * exampleSize(),
        "%s examples of %s values each expected, got %s values",
        n,
        exampleSize(),
        examples.length);
  }

  @Override
  public void close() {
    training.close();
    inference.close();
    values.close();
    context.workers().close();
  }
}
