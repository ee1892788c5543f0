package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxValue;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.graph.ops.RowLength;
import avts.pretrain.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A fully connected network with softmax cross-entropy, described in SameDiff, whose hidden
 * activations can be asked for.
 *
 * <p>Parameters are {@code hidden.1.weight}, {@code hidden.1.bias} and so on from the input
 * upwards, then {@code classifier.weight} and {@code classifier.bias}; so the flat vector of the
 * layers above H^(i) is the end of the whole network's.
 *
 * <p>Dropout multiplies what a layer gives by 0, or by 1 / (1 - p) so that its mean stays; in
 * training only.
 */
public final class SameDiffPerceptron implements Classifier {
  private static final String EXAMPLES = "examples";
  private static final String TARGETS = "targets";
  private static final double NO_BATCH_NORM = 1;

  /** Examples that one pass of inference takes. */
  private static final int BATCH = 64;

  private final GraphContext context;
  private final PerceptronShape shape;
  private final PerceptronLayers stack;
  private final TrainingGraph training;
  private final NetworkValues values;
  private final GraphPlan inference;
  private final List<String> layerNames = new ArrayList<>();

  /** Builds the network; all parameters are 0 until {@link #load}. */
  public SameDiffPerceptron(PerceptronShape shape, Dropout dropout) {
    this(shape, dropout, DataType.FLOAT);
  }

  /** Builds the network in a given type: DOUBLE for gradient checks. */
  SameDiffPerceptron(PerceptronShape shape, Dropout dropout, DataType type) {
    this.shape = shape;
    stack = new PerceptronLayers(shape, dropout);
    context = GraphContext.of(type, NO_BATCH_NORM);
    training = new TrainingGraph(context, Statistics.RUNNING, this::wire);
    values = new NetworkValues(training.parameters(), context.type());
    SameDiff graph = SameDiff.create();
    Layers layers = context.layers(graph, Statistics.RUNNING);
    for (SDVariable layer : layers(graph, layers, null)) {
      layerNames.add(layer.name());
    }
    inference =
        new GraphPlan(
            new GraphPlan.Recipe(
                graph,
                Map.of(EXAMPLES, new long[] {BATCH, exampleSize()}),
                values.bind(layers.parameters()),
                layerNames.subList(1, layerNames.size())),
            context);
  }

  /**
   * Adds the network: H^(0), the hidden layers, the logits.
   *
   * @param masks takes the shapes of the masks, or null in inference
   */
  private List<SDVariable> layers(
      SameDiff graph, Layers layers, @Nullable Map<String, long[]> masks) {
    return layers(layers, graph.placeHolder(EXAMPLES, context.type(), -1, exampleSize()), masks);
  }

  private List<SDVariable> layers(
      Layers layers, SDVariable examples, @Nullable Map<String, long[]> masks) {
    List<SDVariable> outputs = new ArrayList<>();
    outputs.add(examples);
    outputs.addAll(stack.add(layers, RowLength.of(examples, shape.inputs()), masks));
    return outputs;
  }

  private TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    Map<String, long[]> inputs = new HashMap<>();
    List<SDVariable> outputs = layers(graph, layers, inputs);
    SDVariable logits = outputs.get(outputs.size() - 1);
    SDVariable targets = graph.placeHolder(TARGETS, context.type(), -1, shape.classes());
    inputs.put(EXAMPLES, new long[] {exampleSize()});
    inputs.put(TARGETS, new long[] {shape.classes()});
    SDVariable loss = new SoftmaxCrossEntropy(logits, targets).outputVariable();
    return new TrainingGraph.Wiring(inputs, loss, List.of(logits));
  }

  /** Returns the sizes. */
  public PerceptronShape shape() {
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
   * Returns first values of all parameters: normal weights of variance 2 / inputs of a ReLU layer
   * (He et al. 2015), 1 / inputs of any other, and biases of 0.
   */
  public float[] initialParameters(RandomGenerator generator) {
    float[] initial = values.initialParameters(generator);
    if (shape.activation() == PerceptronShape.Activation.RELU) {
      for (ParameterInfo info : values.parameters()) {
        if (info.name().startsWith("hidden.")) {
          for (int i = info.offset(); i < info.offset() + info.size(); i++) {
            initial[i] *= (float) Math.sqrt(2);
          }
        }
      }
    }
    return initial;
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    values.load(parameters, statistics);
  }

  /**
   * Returns where in the flat parameter vector the layers above H^(layer) begin.
   *
   * @param layer 0 to the number of hidden layers
   */
  public int offsetAbove(int layer) {
    shape.width(layer); // refuses layers that are not there
    return values.parameters().get(2 * layer).offset();
  }

  @Override
  public int classes() {
    return shape.classes();
  }

  @Override
  public int exampleSize() {
    return Math.multiplyExact(shape.steps(), shape.inputs());
  }

  @Override
  public ClassOutput step(float[] examples, float[] targets, int n) {
    checkExamples(examples, n);
    checkArgument(
        targets.length == n * shape.classes(),
        "%s examples need %s probabilities each, got %s values",
        n,
        shape.classes(),
        targets.length);
    Map<String, float[]> inputs = new HashMap<>(Map.of(EXAMPLES, examples, TARGETS, targets));
    inputs.putAll(stack.masks(n));
    TrainingGraph.Result result = training.step(n, inputs, values);
    return new ClassOutput(result.step(), result.outputs().get(0));
  }

  /**
   * Returns the activations H^(layer) of {@code n} examples in inference mode.
   *
   * @param layer 0 for the examples themselves, 1 for the first hidden layer and so on
   * @return {@code [n, steps, width(layer)]}
   */
  public float[] activations(float[] examples, int n, int layer) {
    int width = shape.steps() * shape.width(layer);
    checkExamples(examples, n);
    return layer == 0 ? examples.clone() : infer(examples, n, layer, width);
  }

  @Override
  public float[] logits(float[] examples, int n) {
    checkExamples(examples, n);
    return infer(examples, n, layerNames.size() - 1, shape.classes());
  }

  /**
   * Returns the network as an ONNX model, {@code examples [batch, steps * inputs]} to {@code
   * probabilities [batch, K]}.
   */
  public OnnxModel model() {
    OnnxValue input =
        new OnnxValue(EXAMPLES, List.of(OnnxValue.BATCH, Integer.toString(exampleSize())));
    return ModelRecipe.classes(
            input,
            shape.classes(),
            (layers, examples) -> layers(layers, examples, null).get(layerNames.size() - 1))
        .model(context, values);
  }

  private float[] infer(float[] examples, int n, int output, int width) {
    int size = exampleSize();
    float[] all = new float[n * width];
    float[] input = new float[BATCH * size];
    float[] rows = new float[BATCH * width];
    for (int start = 0; start < n; start += BATCH) {
      int count = Math.min(BATCH, n - start);
      System.arraycopy(examples, start * size, input, 0, count * size);
      Arrays.fill(input, count * size, input.length, 0);
      NativeValues.write(input, 0, inference.array(EXAMPLES));
      inference.run();
      NativeValues.read(inference.array(layerNames.get(output)), rows, 0);
      System.arraycopy(rows, 0, all, start * width, count * width);
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
