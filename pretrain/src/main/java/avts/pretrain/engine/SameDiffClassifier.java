package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxValue;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.loss.SoftmaxCrossEntropy;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import com.google.common.primitives.Longs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A linear classifier on an encoder, or on vectors that were encoded before, with softmax
 * cross-entropy, described in SameDiff.
 *
 * <p>The encoder's parameters bear the names they have in a two-tower network, so that a pretrained
 * one can be taken over; the classifier's are {@code classifier.weight} and {@code
 * classifier.bias}.
 */
public final class SameDiffClassifier implements Classifier {

  /** Beginning of the names of the classifier's own parameters. */
  public static final String HEAD = "classifier";

  private static final String EXAMPLES = "examples";
  private static final String TARGETS = "targets";

  /** Vectors pass through no batch norm. */
  private static final double NO_BATCH_NORM = 1;

  /** Examples that one pass of inference takes. */
  private static final int BATCH = 16;

  private final GraphContext context;
  private final Body body;
  private final int classes;
  private final TrainingGraph training;
  private final NetworkValues values;
  private final GraphPlan inference;
  private final String logits;

  /**
   * What the linear classifier stands on.
   *
   * @param shape shape of one example
   * @param features length of a feature vector
   * @param encoder what turns examples into features {@code [N, features]}
   * @param input what a model takes
   */
  // An array component: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Body(
      long[] shape,
      int features,
      BiFunction<Layers, SDVariable, SDVariable> encoder,
      OnnxValue input) {

    long[] batchShape(int n) {
      return Longs.concat(new long[] {n}, shape);
    }
  }

  /**
   * An encoder with a classifier on its output, pooled over space and time.
   *
   * @param network the network whose encoder it is
   * @param input size of a clip
   * @param tower which encoder
   * @param statistics where batch norms take their statistics from in training: the batch, or the
   *     running ones to keep them frozen
   */
  public record Model(
      NetworkConfig network, InputShape input, Tower tower, Statistics statistics) {}

  /** Builds a classifier of clips; all parameters are 0 until {@link #load}. */
  public static SameDiffClassifier ofClips(Model model, int classes) {
    return ofClips(model, classes, DataType.FLOAT);
  }

  /** Builds a classifier of clips in a given type: DOUBLE for gradient checks. */
  static SameDiffClassifier ofClips(Model model, int classes, DataType type) {
    TwoTowerNetwork network = new TwoTowerNetwork(model.network(), model.input(), 0);
    GraphContext graphs = GraphContext.of(type, model.network().batchNormEpsilon());
    EngineContext context = new EngineContext(network, model.input(), graphs);
    Body body =
        new Body(
            context.clipShape(model.tower()),
            network.featureSize(model.tower()),
            (layers, clips) -> network.buildEncoder(model.tower(), layers, clips),
            context.modelInput(model.tower()));
    return new SameDiffClassifier(graphs, model.statistics(), body, classes);
  }

  /** Builds a classifier of vectors of a given length: a linear probe. */
  public static SameDiffClassifier ofVectors(int length, int classes) {
    checkArgument(length >= 1, "vectors need a length, got %s", length);
    return new SameDiffClassifier(
        GraphContext.of(DataType.FLOAT, NO_BATCH_NORM),
        Statistics.RUNNING,
        new Body(
            new long[] {length},
            length,
            (layers, vectors) -> vectors,
            new OnnxValue("vectors", List.of(OnnxValue.BATCH, Integer.toString(length)))),
        classes);
  }

  private SameDiffClassifier(GraphContext context, Statistics statistics, Body body, int classes) {
    checkArgument(classes >= 2, "a classifier needs at least 2 classes, got %s", classes);
    this.context = context;
    this.body = body;
    this.classes = classes;
    training = new TrainingGraph(context, statistics, this::wire);
    values = new NetworkValues(training.parameters(), context.type());
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    logits = logits(graph, layers).name();
    inference =
        new GraphPlan(
            new GraphPlan.Recipe(
                graph,
                Map.of(EXAMPLES, body.batchShape(BATCH)),
                values.bind(layers.parameters()),
                List.of(logits)),
            context);
  }

  private SDVariable logits(SameDiff graph, Layers layers) {
    return logits(layers, graph.placeHolder(EXAMPLES, context.type(), body.batchShape(-1)));
  }

  private SDVariable logits(Layers layers, SDVariable examples) {
    SDVariable features = body.encoder.apply(layers, examples);
    return layers.linear(HEAD, features, new Channels(body.features, classes));
  }

  private TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    SDVariable scores = logits(graph, layers);
    SDVariable targets = graph.placeHolder(TARGETS, context.type(), -1, classes);
    SDVariable loss = new SoftmaxCrossEntropy(scores, targets).outputVariable();
    return new TrainingGraph.Wiring(
        Map.of(EXAMPLES, body.shape, TARGETS, new long[] {classes}), loss, List.of(scores));
  }

  @Override
  public List<ParameterInfo> parameters() {
    return values.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return values.statistics();
  }

  /** Returns first values of all parameters. */
  public float[] initialParameters(RandomGenerator generator) {
    return values.initialParameters(generator);
  }

  /** Returns first values of all statistics: mean 0, variance 1. */
  public float[] initialStatistics(RandomGenerator generator) {
    return values.initialStatistics(generator);
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    values.load(parameters, statistics);
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int exampleSize() {
    return Math.toIntExact(Arrays.stream(body.shape).reduce(1, Math::multiplyExact));
  }

  @Override
  public ClassOutput step(float[] examples, float[] targets, int n) {
    checkExamples(examples, n);
    checkArgument(
        targets.length == n * classes,
        "%s examples need %s probabilities each, got %s values",
        n,
        classes,
        targets.length);
    TrainingGraph.Result result =
        training.step(n, Map.of(EXAMPLES, examples, TARGETS, targets), values);
    return new ClassOutput(result.step(), result.outputs().get(0));
  }

  @Override
  public float[] logits(float[] examples, int n) {
    checkExamples(examples, n);
    int size = exampleSize();
    float[] all = new float[n * classes];
    float[] input = new float[BATCH * size];
    float[] rows = new float[BATCH * classes];
    for (int start = 0; start < n; start += BATCH) {
      int count = Math.min(BATCH, n - start);
      System.arraycopy(examples, start * size, input, 0, count * size);
      Arrays.fill(input, count * size, input.length, 0);
      NativeValues.write(input, 0, inference.array(EXAMPLES));
      inference.run();
      NativeValues.read(inference.array(logits), rows, 0);
      System.arraycopy(rows, 0, all, start * classes, count * classes);
    }
    return all;
  }

  /**
   * Returns encoder and classifier as an ONNX model that gives {@code probabilities [batch, K]}. It
   * takes what {@link SameDiffEngine#encoderModel} takes; a classifier of vectors takes {@code
   * vectors [batch, length]}.
   */
  public OnnxModel model() {
    return ModelRecipe.classes(body.input, classes, this::logits).model(context, values);
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
