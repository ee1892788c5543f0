package avts.transfer.network;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.engine.Dropout;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.PerceptronShape;
import avts.pretrain.engine.SameDiffPerceptron;
import avts.pretrain.optim.RateFactors;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A trained fully connected network, whose hidden activations can be asked for and whose upper
 * layers can be trained on. Immutable; safe for use by several threads.
 */
public final class HiddenNetwork {
  private final PerceptronShape shape;
  private final LayersConfig layers;
  private final float[] parameters;

  /**
   * What a training learns from.
   *
   * @param examples what is learned
   * @param extra further examples; null for none
   * @param extraShare share of each batch that {@code extra} makes up
   * @param heldOut examples that early stopping looks at; null where learning goes on to the end
   * @param seed seed of first weights, order and dropout
   */
  public record Lesson(
      Examples examples,
      @Nullable Examples extra,
      double extraShare,
      @Nullable Examples heldOut,
      long seed) {

    /** A lesson of one kind of examples. */
    public static Lesson of(Examples examples, @Nullable Examples heldOut, long seed) {
      return new Lesson(examples, null, 0, heldOut, seed);
    }

    List<PooledEpochs.Pool> pools() {
      return extra == null
          ? List.of(new PooledEpochs.Pool(examples, 1))
          : List.of(
              new PooledEpochs.Pool(examples, 1 - extraShare),
              new PooledEpochs.Pool(extra, extraShare));
    }
  }

  /** Takes a network as it is; {@code parameters} are not copied. */
  HiddenNetwork(PerceptronShape shape, LayersConfig layers, float[] parameters) {
    this.shape = shape;
    this.layers = layers;
    this.parameters = parameters;
  }

  /**
   * Trains a network from first weights.
   *
   * @param shape sizes, as {@link LayersConfig#shape} gives them
   * @throws DivergenceException if the loss left the numbers
   */
  public static HiddenNetwork train(
      PerceptronShape shape, LayersConfig layers, LearningConfig learning, Lesson lesson)
      throws DivergenceException, InterruptedException {
    try (SameDiffPerceptron network = perceptron(shape, layers, 0)) {
      float[] first =
          network.initialParameters(
              new Seeds(lesson.seed()).generator(Purpose.INITIALISATION, 0, 0));
      return new HiddenNetwork(shape, layers, first).trained(learning, lesson);
    }
  }

  /**
   * Trains a network whose hidden layers begin with those of another, which may have seen examples
   * of one step alone and have other classes.
   *
   * @throws IllegalArgumentException if the hidden layers differ in size
   */
  public static HiddenNetwork train(
      PerceptronShape shape, HiddenNetwork pretrained, LearningConfig learning, Lesson lesson)
      throws DivergenceException, InterruptedException {
    checkArgument(
        shape.inputs() == pretrained.shape.inputs()
            && shape.hidden().equals(pretrained.shape.hidden()),
        "hidden layers %s on %s inputs cannot begin as %s on %s",
        shape.hidden(),
        shape.inputs(),
        pretrained.shape.hidden(),
        pretrained.shape.inputs());
    try (SameDiffPerceptron network = perceptron(shape, pretrained.layers, 0)) {
      float[] first =
          network.initialParameters(
              new Seeds(lesson.seed()).generator(Purpose.INITIALISATION, 0, 0));
      int hidden = network.offsetAbove(shape.hidden().size());
      System.arraycopy(pretrained.parameters, 0, first, 0, hidden);
      return new HiddenNetwork(shape, pretrained.layers, first).trained(learning, lesson);
    }
  }

  private static SameDiffPerceptron perceptron(
      PerceptronShape shape, LayersConfig layers, long seed) {
    return new SameDiffPerceptron(
        shape, new Dropout(layers.inputDropout(), layers.dropout(), new SplittableRandom(seed)));
  }

  /** Returns this network after further training, the topology unchanged. */
  public HiddenNetwork trained(LearningConfig learning, Lesson lesson)
      throws DivergenceException, InterruptedException {
    Seeds seeds = new Seeds(lesson.seed());
    long dropout = seeds.generator(Purpose.AUGMENTATION, 0, 0).nextLong();
    try (SameDiffPerceptron network = new SameDiffPerceptron(shape, dropout(dropout))) {
      ClassifierTraining training =
          new ClassifierTraining(
              network,
              learning,
              RateFactors.of(Map.of("hidden.", learning.hiddenRate())),
              lesson.heldOut());
      return with(
          training.run(
              new Weights(parameters, new float[0]),
              new PooledEpochs(lesson.pools(), learning, seeds)));
    }
  }

  /** Returns this network with other parameters, in the order of {@link SameDiffPerceptron}. */
  public HiddenNetwork with(float[] changed) {
    checkArgument(
        changed.length == parameters.length,
        "the network has %s parameters, got %s",
        parameters.length,
        changed.length);
    return new HiddenNetwork(shape, layers, changed.clone());
  }

  /** Returns what is dropped in its training. */
  public Dropout dropout(long seed) {
    return new Dropout(layers.inputDropout(), layers.dropout(), new SplittableRandom(seed));
  }

  /** Returns the sizes. */
  public PerceptronShape shape() {
    return shape;
  }

  /** Returns the number of classes. */
  public int classes() {
    return shape.classes();
  }

  /** Returns the layers above H^(layer) as a network of their own, with these weights. */
  public HiddenNetwork above(int layer) {
    try (SameDiffPerceptron network = perceptron(shape, layers, 0)) {
      // H^(0) alone is an input; what a hidden layer gives is dropped as hidden units are.
      LayersConfig upper =
          new LayersConfig(
              layers.hidden(),
              layers.activation(),
              layer == 0 ? layers.inputDropout() : layers.dropout(),
              layers.dropout());
      return new HiddenNetwork(
          shape.above(layer),
          upper,
          Arrays.copyOfRange(parameters, network.offsetAbove(layer), parameters.length));
    }
  }

  /** Returns this network with {@code upper} in place of its layers above H^(layer). */
  public HiddenNetwork with(HiddenNetwork upper, int layer) {
    checkArgument(
        upper.shape.equals(shape.above(layer)),
        "layers %s do not fit above layer %s of %s",
        upper.shape,
        layer,
        shape);
    float[] changed = parameters.clone();
    System.arraycopy(
        upper.parameters,
        0,
        changed,
        parameters.length - upper.parameters.length,
        upper.parameters.length);
    return new HiddenNetwork(shape, layers, changed);
  }

  /**
   * Returns H^(layer) of examples, {@code [examples, steps, width(layer)]}.
   *
   * @param values examples one after another; any number of steps each, since the hidden layers see
   *     one step at a time
   * @param layer 0 for the examples themselves, up to the number of hidden layers
   */
  public float[] activations(float[] values, int layer) {
    PerceptronShape alone =
        new PerceptronShape(1, shape.inputs(), shape.hidden(), shape.classes(), shape.activation());
    try (SameDiffPerceptron network = perceptron(alone, layers, 0)) {
      int size = ParameterInfo.total(network.parameters());
      float[] hidden = new float[size];
      int shared = network.offsetAbove(shape.hidden().size());
      System.arraycopy(parameters, 0, hidden, 0, shared);
      network.load(hidden, new float[0]);
      return network.activations(values, values.length / shape.inputs(), layer);
    }
  }

  /** Returns the probability of each class for each example. */
  public double[][] probabilities(float[] values) {
    try (SameDiffPerceptron network = perceptron(shape, layers, 0)) {
      network.load(parameters, new float[0]);
      return Softmax.rows(
          network.logits(values, values.length / network.exampleSize()), shape.classes());
    }
  }

  /** Returns a copy of all parameters in the order of {@link SameDiffPerceptron}. */
  public float[] parameters() {
    return parameters.clone();
  }

  /** Returns all parameters for a file, under the names of {@link SameDiffPerceptron}. */
  public List<NamedTensor> tensors() {
    try (SameDiffPerceptron network = perceptron(shape, layers, 0)) {
      return WeightsFile.parts("", network.parameters(), parameters);
    }
  }

  /**
   * Reads a network.
   *
   * @param file a file that holds {@link #tensors}
   * @throws IOException if a parameter is missing or has another shape
   */
  public static HiddenNetwork read(Path file, PerceptronShape shape, LayersConfig layers)
      throws IOException {
    try (SameDiffPerceptron network = perceptron(shape, layers, 0)) {
      int size = ParameterInfo.total(network.parameters());
      float[] parameters = new float[size];
      WeightsFile.read(file, "", network.parameters(), parameters);
      return new HiddenNetwork(shape, layers, parameters);
    }
  }
}
