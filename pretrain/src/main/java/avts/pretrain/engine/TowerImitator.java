package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.loss.EmbeddingLoss;
import avts.pretrain.loss.EmbeddingLossConfig;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One tower of a two-tower network, an encoder with its embedding head, that learns to give the
 * embeddings which somebody else gave for the same clips.
 *
 * <p>Its parameters bear the names they have in the two-tower network, so that they can take their
 * place beside the other tower.
 */
public final class TowerImitator implements TrainableNetwork {
  private static final String CLIPS = "clips";
  private static final String TARGETS = "targets";
  private static final String WEIGHTS = "weights";

  private final Model model;
  private final EngineContext context;
  private final TrainingGraph training;
  private final NetworkValues values;
  private @Nullable InferenceGraph inference;

  /**
   * What is trained.
   *
   * @param network the network whose tower it is
   * @param normalise length given to each time step of an embedding
   * @param input size of a clip
   * @param tower which tower
   * @param loss how embeddings are held against the given ones
   * @param engine how it is run
   */
  public record Model(
      NetworkConfig network,
      LossConfig.Normalise normalise,
      InputShape input,
      Tower tower,
      EmbeddingLossConfig loss,
      EngineConfig engine) {

    /** Describes a tower that the standard engine runs. */
    public Model(
        NetworkConfig network,
        LossConfig.Normalise normalise,
        InputShape input,
        Tower tower,
        EmbeddingLossConfig loss) {
      this(network, normalise, input, tower, loss, EngineConfig.standard());
    }
  }

  /** Builds the graphs; all parameters are 0 until {@link #load}. */
  public TowerImitator(Model model) {
    this(model, DataType.FLOAT);
  }

  /** Builds the graphs in a given type: DOUBLE for gradient checks. */
  TowerImitator(Model model, DataType type) {
    this.model = model;
    context =
        new EngineContext(
            new TwoTowerNetwork(model.network(), model.input(), model.normalise().length()),
            model.input(),
            GraphContext.of(type, model.network().batchNormEpsilon(), model.engine()));
    training = new TrainingGraph(context.graphs(), Statistics.BATCH, this::wire);
    values = new NetworkValues(training.parameters(), type);
  }

  private TrainingGraph.Wiring wire(SameDiff graph, Layers layers) {
    SDVariable clips = context.clips(graph, model.tower(), CLIPS);
    SDVariable targets = graph.placeHolder(TARGETS, context.type(), -1, embeddingSize());
    SDVariable weights = graph.placeHolder(WEIGHTS, context.type(), -1);
    SDVariable own = context.network().build(model.tower(), layers, clips).embedding();
    return new TrainingGraph.Wiring(
        Map.of(
            CLIPS,
            context.clipShape(model.tower()),
            TARGETS,
            new long[] {embeddingSize()},
            WEIGHTS,
            new long[0]),
        EmbeddingLoss.of(model.loss(), own, targets, weights),
        List.of(own));
  }

  @Override
  public List<ParameterInfo> parameters() {
    return values.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return values.statistics();
  }

  /** Returns first values of all parameters, by the rules of {@link SameDiffEngine}. */
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

  /** Returns the length E of an embedding. */
  public int embeddingSize() {
    return context.network().embeddingSize();
  }

  /**
   * Runs forward and backward in training mode (batch norm over this batch).
   *
   * @param clips {@code n} clips one after another
   * @param targets the embeddings to imitate, {@code [n, E]}
   * @return loss, gradient, statistics and embeddings; the arrays belong to the caller
   */
  public ImitationOutput step(float[] clips, float[] targets, int n) {
    context.checkClips(model.tower(), clips, n);
    checkArgument(
        targets.length == (long) n * embeddingSize(),
        "%s embeddings of %s values each expected, got %s values",
        n,
        embeddingSize(),
        targets.length);
    float[] weights = new float[n];
    Arrays.fill(weights, 1);
    TrainingGraph.Result result =
        training.step(n, Map.of(CLIPS, clips, TARGETS, targets, WEIGHTS, weights), values);
    return new ImitationOutput(result.step(), result.outputs().get(0));
  }

  /** Tells {@code watcher} about the parts of every training step from now on; null to stop. */
  public void trace(@Nullable StepTrace watcher) {
    training.trace(watcher);
  }

  /** Returns the embeddings {@code [n, E]} of {@code n} clips, in inference mode. */
  public float[] embed(float[] clips, int n) {
    context.checkClips(model.tower(), clips, n);
    if (inference == null) {
      inference = InferenceGraph.ofTower(context, model.tower(), values);
    }
    return inference.run(clips, n, InferenceGraph.EMBEDDING);
  }

  @Override
  public void close() {
    training.close();
    if (inference != null) {
      inference.close();
    }
    values.close();
    context.workers().close();
  }
}
