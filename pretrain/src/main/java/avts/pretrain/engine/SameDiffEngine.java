package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.Batch;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs a two-tower network described in SameDiff on ND4J's CPU backend.
 *
 * <p>Every parameter exists once, shared by the training graph and the inference graphs. A graph is
 * planned when it is first used, for each batch size; memory does not grow after that. Results are
 * the same bit for bit from run to run with the same number of threads.
 */
public final class SameDiffEngine implements StepEngine {

  /**
   * What an engine runs.
   *
   * @param network the two towers
   * @param loss the loss
   * @param input size of a clip
   * @param engine how it is run
   */
  public record Model(
      NetworkConfig network, LossConfig loss, InputShape input, EngineConfig engine) {

    /** Describes an ordinary training: batch norms over the batch, the standard engine. */
    public static Model training(NetworkConfig network, LossConfig loss, InputShape input) {
      return new Model(network, loss, input, EngineConfig.standard());
    }

    /** Returns the same run in another way. */
    public Model with(EngineConfig other) {
      return new Model(network, loss, input, other);
    }

    /** Returns where batch norms take their statistics from in training. */
    Statistics statistics() {
      return engine.batchNorm().statistics();
    }

    /** Returns the number of networks that a micro-batch is divided among. */
    int replicas() {
      return engine.replicas();
    }
  }

  private final Model model;
  private final EngineContext context;
  private final TrainingGraph training;
  private final NetworkValues values;
  private final Map<Tower, InferenceGraph> inference = new EnumMap<>(Tower.class);
  private final Map<TowerLayer, InferenceGraph> layers = new HashMap<>();
  private @Nullable PartedStep parted;
  private @Nullable SyncHead syncHead;

  /** Builds the graphs; all parameters are 0 until {@link #load}. */
  public SameDiffEngine(Model model) {
    this(model, DataType.FLOAT);
  }

  /** Builds the graphs in a given type: DOUBLE for gradient checks. */
  SameDiffEngine(Model model, DataType type) {
    TwoTowerNetwork network =
        new TwoTowerNetwork(model.network(), model.input(), model.loss().normalise().length());
    this.model = model;
    context =
        new EngineContext(
            network,
            model.input(),
            GraphContext.of(type, model.network().batchNormEpsilon(), model.engine()));
    training =
        new TrainingGraph(
            context.graphs(), model.statistics(), new SyncObjective(context, model.loss()));
    values = new NetworkValues(training.parameters(), type);
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
  public float[] initialParameters(RandomGenerator generator) {
    return values.initialParameters(generator);
  }

  @Override
  public float[] initialStatistics(RandomGenerator generator) {
    return values.initialStatistics(generator);
  }

  /** Returns a copy of the values of all parameters. */
  public float[] parameterValues() {
    return values.flatParameters();
  }

  /** Returns a copy of the values of all statistics. */
  public float[] statisticValues() {
    return values.flatStatistics();
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    values.load(parameters, statistics);
  }

  @Override
  public PairOutput step(List<Batch> microBatches) {
    checkArgument(!microBatches.isEmpty(), "a step needs at least one micro-batch");
    for (Batch batch : microBatches) {
      context.checkClips(Tower.VIDEO, batch.video(), batch.size());
      context.checkClips(Tower.AUDIO, batch.audio(), batch.size());
    }
    if (microBatches.size() > 1 || model.replicas() > 1) {
      return parted().step(microBatches);
    }
    Batch batch = microBatches.get(0);
    return SyncObjective.output(training.step(batch.size(), SyncObjective.inputs(batch), values));
  }

  private PartedStep parted() {
    if (parted == null) {
      parted = new PartedStep(context, model, values);
    }
    return parted;
  }

  @Override
  public boolean couplesMicroBatches() {
    return model.loss().kind() == LossConfig.Kind.INFONCE;
  }

  @Override
  public float[] embedVideo(float[] video, int n) {
    return infer(Tower.VIDEO, video, n, InferenceGraph.EMBEDDING);
  }

  @Override
  public float[] embedAudio(float[] audio, int n) {
    return infer(Tower.AUDIO, audio, n, InferenceGraph.EMBEDDING);
  }

  @Override
  public float[] encodeVideo(float[] video, int n) {
    return infer(Tower.VIDEO, video, n, InferenceGraph.FEATURES);
  }

  @Override
  public float[] encodeAudio(float[] audio, int n) {
    return infer(Tower.AUDIO, audio, n, InferenceGraph.FEATURES);
  }

  private float[] infer(Tower tower, float[] clips, int n, String output) {
    context.checkClips(tower, clips, n);
    return inference
        .computeIfAbsent(tower, key -> InferenceGraph.ofTower(context, key, values))
        .run(clips, n, output);
  }

  private record TowerLayer(Tower tower, String layer) {}

  private InferenceGraph layerGraph(Tower tower, String layer) {
    return layers.computeIfAbsent(
        new TowerLayer(tower, layer), key -> InferenceGraph.ofLayer(context, tower, layer, values));
  }

  /**
   * Returns what a layer inside an encoder gives for {@code n} clips, in inference mode, behind
   * batch norm and ReLU and before any pooling.
   *
   * @param layer its name: conv1 to conv5 of the audio encoder, stem and layer1 to layer4 of the
   *     video encoder
   * @throws IllegalArgumentException if the encoder has no such layer
   */
  public LayerMaps layer(Tower tower, String layer, float[] clips, int n) {
    context.checkClips(tower, clips, n);
    InferenceGraph graph = layerGraph(tower, layer);
    return new LayerMaps(graph.run(clips, n, layer), graph.shape(layer));
  }

  /**
   * Returns the lengths of one clip's output of a layer, channels first.
   *
   * @throws IllegalArgumentException if the encoder has no such layer
   */
  public List<Integer> layerShape(Tower tower, String layer) {
    return layerGraph(tower, layer).shape(layer);
  }

  /**
   * Returns an encoder as an ONNX model: {@code video [batch, C, time, H, W]} or {@code log_mel
   * [batch, 1, filters, time]}, both as in training, to {@code embedding [batch, size]}.
   *
   * <p>Any number of clips of any length in time; what depends on a clip's length in the network
   * (the steps of its poolings) is that of the clips it was trained on.
   */
  public OnnxModel encoderModel(Tower tower) {
    return model(
        tower,
        (layers, clips) -> context.network().buildEncoder(tower, layers, clips),
        context.network().featureSize(tower));
  }

  /** Returns an encoder with its embedding head as an ONNX model, see {@link #encoderModel}. */
  public OnnxModel headModel(Tower tower) {
    return model(
        tower,
        (layers, clips) -> context.network().build(tower, layers, clips).embedding(),
        embeddingSize());
  }

  /**
   * Returns an encoder up to one layer, whose output is averaged over space (or filters) and time,
   * as an ONNX model, see {@link #encoderModel}.
   *
   * @throws IllegalArgumentException if the encoder has no such layer
   */
  public OnnxModel layerModel(Tower tower, String layer) {
    return model(
        tower,
        (layers, clips) ->
            TwoTowerNetwork.pooled(
                InferenceGraph.layer(context.network().build(tower, layers, clips), tower, layer)),
        layerShape(tower, layer).get(0));
  }

  private OnnxModel model(Tower tower, ModelRecipe.Rows body, int size) {
    return ModelRecipe.embedding(context.modelInput(tower), size, body)
        .model(context.graphs(), values);
  }

  @Override
  public float[] score(float[] video, float[] audio, int n) {
    int size = embeddingSize();
    checkArgument(
        video.length == n * size && audio.length == n * size,
        "%s embeddings of %s values each expected, got %s and %s values",
        n,
        size,
        video.length,
        audio.length);
    if (model.loss().kind() == LossConfig.Kind.CROSS_ENTROPY) {
      if (syncHead == null) {
        syncHead = new SyncHead(context, model.loss(), values);
      }
      return syncHead.score(video, audio, n);
    }
    float[] scores = new float[n];
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int k = i * size; k < (i + 1) * size; k++) {
        double difference = video[k] - audio[k];
        square += difference * difference;
      }
      scores[i] = (float) -Math.sqrt(square);
    }
    return scores;
  }

  @Override
  public int embeddingSize() {
    return context.network().embeddingSize();
  }

  @Override
  public int videoFeatureSize() {
    return context.network().featureSize(Tower.VIDEO);
  }

  @Override
  public int audioFeatureSize() {
    return context.network().featureSize(Tower.AUDIO);
  }

  /**
   * Tells {@code watcher} about the parts of every training step of one undivided network from now
   * on; null to stop.
   */
  public void trace(@Nullable StepTrace watcher) {
    training.trace(watcher);
  }

  /**
   * Returns the bytes of native memory that steps over one micro-batch of {@code batchSize} clips
   * work in, all replicas together, without oneDNN's own; makes the plans for them where they do
   * not exist yet.
   */
  public long workingBytes(int batchSize) {
    return model.replicas() > 1 || parted != null
        ? parted().workingBytes(batchSize)
        : training.workingBytes(batchSize, values);
  }

  @Override
  public void close() {
    if (parted != null) {
      parted.close();
    }
    training.close();
    inference.values().forEach(InferenceGraph::close);
    layers.values().forEach(InferenceGraph::close);
    if (syncHead != null) {
      syncHead.close();
    }
    values.close();
    context.workers().close();
  }
}
