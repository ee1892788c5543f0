package avts.distill.learn;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.Dropout;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SegmentBatch;
import avts.pretrain.engine.SegmentNetwork;
import avts.pretrain.engine.SegmentNetwork.Student;
import avts.pretrain.engine.SegmentOutput;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.loss.ImitationConfig;
import avts.pretrain.model.SegmentModel;
import avts.pretrain.model.SegmentShape;
import avts.pretrain.optim.RateFactors;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.Weights;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A network on segments with its weights. Immutable; safe for use by several threads. */
public final class TrainedNetwork {
  private static final RateFactors HEADER_ALONE =
      RateFactors.of(Map.of(SegmentModel.ENCODER, 0.0, SegmentModel.AGGREGATOR, 0.0));
  private static final RateFactors ALL_BUT_HEADER =
      RateFactors.of(Map.of(SegmentModel.HEADER, 0.0));

  private final SegmentShape shape;
  private final float[] parameters;

  /**
   * How networks of one kind are made.
   *
   * @param shape their sizes
   * @param layers what is dropped of their layers' values
   * @param learning how they learn
   */
  public record Making(SegmentShape shape, NetworkConfig layers, LearningConfig learning) {

    Dropout dropout(long seed) {
      long drawn = new Seeds(seed).generator(Purpose.AUGMENTATION, 0, 0).nextLong();
      return new Dropout(layers.inputDropout(), layers.dropout(), new SplittableRandom(drawn));
    }
  }

  /** One training: which parts move, from which weights, in which order. */
  // An array component: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Course(LearningConfig learning, RateFactors rates, float[] first, long seed) {}

  private TrainedNetwork(SegmentShape shape, float[] parameters) {
    this.shape = shape;
    this.parameters = parameters;
  }

  /** Returns a network with first weights, whose answers mean nothing and cost the same. */
  public static TrainedNetwork untrained(SegmentShape shape, long seed) {
    try (SegmentNetwork network = network(shape)) {
      return new TrainedNetwork(shape, first(network, seed));
    }
  }

  /**
   * Reads a network whose {@link #tensors} were written, perhaps among others.
   *
   * @throws IOException if a part is missing or has another shape; the message names it
   */
  public static TrainedNetwork read(Path file, SegmentShape shape) throws IOException {
    try (SegmentNetwork network = network(shape)) {
      float[] parameters = new float[ParameterInfo.total(network.parameters())];
      WeightsFile.read(file, "", network.parameters(), parameters);
      return new TrainedNetwork(shape, parameters);
    }
  }

  @MustBeClosed
  private static SegmentNetwork network(SegmentShape shape) {
    return new SegmentNetwork(shape, null, new Dropout(0, 0, new SplittableRandom(0)));
  }

  /** Trains a network from first weights, on labels alone. */
  public static TrainedNetwork onLabels(Making making, Lesson lesson, long seed)
      throws DivergenceException, InterruptedException {
    try (SegmentNetwork network = new SegmentNetwork(making.shape, null, making.dropout(seed))) {
      Course course = new Course(making.learning, RateFactors.same(), first(network, seed), seed);
      return new TrainedNetwork(making.shape, trained(network, course, lesson));
    }
  }

  /**
   * Trains a student from first weights, all of it at once: labels and teacher together.
   *
   * @param imitation what is learned from the lesson's teacher
   */
  public static TrainedNetwork jointly(
      Making making, ImitationConfig imitation, Lesson lesson, long seed)
      throws DivergenceException, InterruptedException {
    return new TrainedNetwork(
        making.shape, imitated(new Imitator(making, imitation, RateFactors.same()), lesson, seed));
  }

  /**
   * Trains a student in two stages: encoder and aggregator learn the teacher's embeddings and
   * nothing else; then they stand still, and the header learns the labels (Hajavi and Etemad 2023,
   * abstract).
   */
  public static TrainedNetwork stagewise(
      Making making, ImitationConfig imitation, Lesson lesson, long seed)
      throws DivergenceException, InterruptedException {
    float[] encoder = imitated(new Imitator(making, imitation, ALL_BUT_HEADER), lesson, seed);
    // Without dropout: what the header learns on is what it will be given.
    Dropout none = new Dropout(0, 0, new SplittableRandom(seed));
    try (SegmentNetwork network = new SegmentNetwork(making.shape, null, none)) {
      Course course = new Course(making.learning, HEADER_ALONE, encoder, seed + 1);
      return new TrainedNetwork(making.shape, trained(network, course, lesson));
    }
  }

  private record Imitator(Making making, ImitationConfig imitation, RateFactors rates) {}

  /** Returns the parameters without the projections, which come last. */
  private static float[] imitated(Imitator imitator, Lesson lesson, long seed)
      throws DivergenceException, InterruptedException {
    int teacherEmbedding = lesson.teacher().whole().length / lesson.labels().length;
    try (SegmentNetwork network =
        new SegmentNetwork(
            imitator.making.shape,
            new Student(imitator.imitation, teacherEmbedding),
            imitator.making.dropout(seed))) {
      Course course =
          new Course(imitator.making.learning, imitator.rates, first(network, seed), seed);
      float[] all = trained(network, course, lesson);
      int kept =
          network.parameters().stream()
              .filter(info -> !info.name().startsWith(SegmentNetwork.PROJECTION))
              .mapToInt(ParameterInfo::size)
              .sum();
      return Arrays.copyOf(all, kept);
    }
  }

  private static float[] first(SegmentNetwork network, long seed) {
    return network.initialParameters(new Seeds(seed).generator(Purpose.INITIALISATION, 0, 0));
  }

  private static float[] trained(SegmentNetwork network, Course course, Lesson lesson)
      throws DivergenceException, InterruptedException {
    LearningConfig learning = course.learning;
    Recipe recipe =
        new Recipe(
            new TrainingConfig(learning.epochs(), 0, 1, 1, 1, 1),
            learning.optimizer(),
            learning.schedule(),
            CurriculumConfig.none(learning.epochs()),
            1,
            course.rates);
    DistillTask task = new DistillTask(network, lesson, learning.batch(), new Seeds(course.seed));
    try {
      TrainState state = new TrainState(task, recipe, new Weights(course.first, new float[0]));
      new Trainer(task, recipe, state, List.of(), new StopSignal()).run();
      return state.parameters().clone();
    } catch (IOException | MediaException e) {
      throw new IllegalStateException("takes in memory are read without files", e);
    }
  }

  /** Returns what the network makes of takes. */
  public SegmentOutput of(SegmentBatch takes) {
    try (SegmentNetwork network = network(shape)) {
      network.load(parameters, new float[0]);
      return network.infer(takes);
    }
  }

  /**
   * Returns the network as {@link SegmentNetwork#model} gives it.
   *
   * @throws IllegalArgumentException if it has two senses
   */
  public OnnxModel model() {
    try (SegmentNetwork network = network(shape)) {
      network.load(parameters, new float[0]);
      return network.model();
    }
  }

  /** Returns the weights by their names. */
  public List<NamedTensor> tensors() {
    try (SegmentNetwork network = network(shape)) {
      return WeightsFile.parts("", network.parameters(), parameters);
    }
  }

  /** Returns the sizes. */
  public SegmentShape shape() {
    return shape;
  }

  /** Returns the number of trained values. */
  public int size() {
    return parameters.length;
  }

  /** Returns a hash of sizes and weights. */
  public String id() {
    Hasher hasher = Hashing.sha256().newHasher().putUnencodedChars(shape.toString());
    for (float value : parameters) {
      hasher.putFloat(value);
    }
    return hasher.hash().toString();
  }
}
