package avts.bench.torch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.bench.step.Layer;
import avts.bench.step.NetworkLayers;
import avts.bench.step.PeerOptions;
import avts.bench.step.StepTask;
import avts.bench.torch.TorchNetwork.Mode;
import avts.datasets.batch.Batch;
import avts.pretrain.engine.PairOutput;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.InputShape;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A whole pretraining in libtorch: it calculates losses, gradients and embeddings of a pair of
 * towers trained by InfoNCE, while batches, optimiser and validation stay ours.
 *
 * <p>Values, gradients and statistics are copied at every step, as the interface asks.
 */
public final class TorchEngine implements StepEngine {
  /** Running statistics are the trainer's: of a batch norm only those of the batch are wanted. */
  private static final double BATCH_ALONE = 1;

  private final StepEngine own;
  private final InputShape input;
  private final TorchNetwork network;
  private final List<Layer> videoLayers;
  private final List<Layer> audioLayers;
  private final List<Layer> layers;

  /**
   * Creates the engine; all parameters are 0 until {@link #load}.
   *
   * @param model the network; how an engine of ours would be run has no influence
   * @throws IllegalArgumentException if the loss is not InfoNCE with a learnt temperature on
   *     embeddings of unit length
   */
  @MustBeClosed
  public TorchEngine(SameDiffEngine.Model model, PeerOptions options) {
    LossConfig loss = model.loss();
    checkArgument(
        loss.kind() == LossConfig.Kind.INFONCE
            && loss.learnTemperature()
            && loss.normalise() == LossConfig.Normalise.L2,
        "libtorch is taught loss.kind: infonce with loss.normalise: l2 and"
            + " loss.learn_temperature: true alone");
    try {
      TorchWorker.load();
    } catch (IOException e) {
      throw new UncheckedIOException("libtorch cannot be unpacked", e);
    }
    torch.set_num_threads(options.threads());
    input = model.input();
    videoLayers =
        new NetworkLayers(model.network(), input).video(NetworkLayers.VIDEO_EMBEDDING).layers();
    audioLayers =
        new NetworkLayers(model.network(), input).audio(NetworkLayers.AUDIO_EMBEDDING).layers();
    layers = NetworkLayers.pair(model.network(), input);
    own = new SameDiffEngine(model);
    network =
        new TorchNetwork(
            new StepTask(
                layers,
                List.of(NetworkLayers.VIDEO, NetworkLayers.AUDIO),
                0,
                ParameterInfo.names(own.parameters(), ParameterInfo.Role.WEIGHT),
                ParameterInfo.names(own.parameters(), ParameterInfo.Role.BIAS),
                new StepTask.Rule(0, 0, 0), // the trainer moves the parameters
                new StepTask.Norm(model.network().batchNormEpsilon(), BATCH_ALONE)),
            options);
    for (List<ParameterInfo> values : List.of(own.parameters(), own.statistics())) {
      values.forEach(info -> network.add(info.name(), new float[info.size()], info.shape()));
    }
  }

  @Override
  public List<ParameterInfo> parameters() {
    return own.parameters();
  }

  @Override
  public List<ParameterInfo> statistics() {
    return own.statistics();
  }

  @Override
  public float[] initialParameters(RandomGenerator generator) {
    return own.initialParameters(generator);
  }

  @Override
  public float[] initialStatistics(RandomGenerator generator) {
    return own.initialStatistics(generator);
  }

  @Override
  public void load(float[] parameters, float[] statistics) {
    copyIn(own.parameters(), parameters);
    copyIn(own.statistics(), statistics);
  }

  private void copyIn(List<ParameterInfo> infos, float[] values) {
    try (FloatPointer whole = new FloatPointer(values);
        AutoGradMode noGradient = new AutoGradMode(false)) {
      for (ParameterInfo info : infos) {
        long[] shape = info.shape().stream().mapToLong(Integer::longValue).toArray();
        try (Tensor part = torch.from_blob(whole.getPointer(info.offset()), shape)) {
          network.value(info.name()).copy_(part);
        }
      }
    }
  }

  @Override
  public PairOutput step(List<Batch> microBatches) {
    checkArgument(microBatches.size() == 1, "libtorch is taught batch.micro_batches: 1 alone");
    Batch batch = microBatches.get(0);
    int clips = batch.size();
    for (ParameterInfo info : own.parameters()) {
      try (Tensor gradient = network.value(info.name()).grad()) {
        if (gradient.defined()) {
          gradient.zero_();
        }
      }
    }
    Map<String, Tensor> inputs =
        Map.of(
            NetworkLayers.VIDEO,
            video(batch.video(), clips),
            NetworkLayers.AUDIO,
            audio(batch.audio(), clips));
    try (PointerScope scope = new PointerScope();
        TorchNetwork.Values values = network.run(layers, inputs, Mode.TRAINING)) {
      Tensor loss = values.get(StepTask.LOSS);
      loss.backward();
      float[] gradient = new float[ParameterInfo.total(own.parameters())];
      for (ParameterInfo info : own.parameters()) {
        TorchNetwork.copy(network.value(info.name()).grad(), gradient, info.offset());
      }
      float[] statistics = new float[ParameterInfo.total(own.statistics())];
      for (ParameterInfo info : own.statistics()) {
        TorchNetwork.copy(network.value(info.name()), statistics, info.offset());
      }
      float[] video = TorchNetwork.copy(values.get(NetworkLayers.VIDEO_EMBEDDING));
      float[] audio = TorchNetwork.copy(values.get(NetworkLayers.AUDIO_EMBEDDING));
      return new PairOutput(
          new StepOutput(loss.item_float(), gradient, statistics),
          distances(video, audio, IntStream.range(0, clips).toArray()),
          distances(video, audio, batch.negative()));
    } finally {
      inputs.values().forEach(Tensor::close);
    }
  }

  /** Returns the distance of each picture's embedding to that of a partner's sound. */
  private static float[] distances(float[] video, float[] audio, int[] partners) {
    int clips = partners.length;
    int size = video.length / clips;
    float[] distances = new float[clips];
    for (int clip = 0; clip < clips; clip++) {
      double squares = 0;
      for (int i = 0; i < size; i++) {
        double difference = video[clip * size + i] - audio[partners[clip] * size + i];
        squares += difference * difference;
      }
      distances[clip] = (float) Math.sqrt(squares);
    }
    return distances;
  }

  private Tensor video(float[] values, int clips) {
    return network.tensor(
        values, List.of(clips, input.channels(), input.frames(), input.height(), input.width()));
  }

  private Tensor audio(float[] values, int clips) {
    return network.tensor(values, List.of(clips, 1, input.filters(), input.windows()));
  }

  @Override
  public boolean couplesMicroBatches() {
    return own.couplesMicroBatches();
  }

  @Override
  public float[] embedVideo(float[] video, int n) {
    return embed(
        videoLayers, Map.of(NetworkLayers.VIDEO, video(video, n)), NetworkLayers.VIDEO_EMBEDDING);
  }

  @Override
  public float[] embedAudio(float[] audio, int n) {
    return embed(
        audioLayers, Map.of(NetworkLayers.AUDIO, audio(audio, n)), NetworkLayers.AUDIO_EMBEDDING);
  }

  private float[] embed(List<Layer> tower, Map<String, Tensor> clips, String embedding) {
    try (PointerScope scope = new PointerScope();
        AutoGradMode noGradient = new AutoGradMode(false);
        TorchNetwork.Values values = network.run(tower, clips, Mode.INFERENCE)) {
      return TorchNetwork.copy(values.get(embedding));
    } finally {
      clips.values().forEach(Tensor::close);
    }
  }

  @Override
  public float[] score(float[] videoEmbeddings, float[] audioEmbeddings, int n) {
    return own.score(videoEmbeddings, audioEmbeddings, n);
  }

  @Override
  public int embeddingSize() {
    return own.embeddingSize();
  }

  /** Not taught: nothing in a training asks for it. */
  @Override
  public float[] encodeVideo(float[] video, int n) {
    throw new UnsupportedOperationException("libtorch trains and embeds alone");
  }

  /** Not taught: nothing in a training asks for it. */
  @Override
  public float[] encodeAudio(float[] audio, int n) {
    throw new UnsupportedOperationException("libtorch trains and embeds alone");
  }

  @Override
  public int videoFeatureSize() {
    return own.videoFeatureSize();
  }

  @Override
  public int audioFeatureSize() {
    return own.audioFeatureSize();
  }

  @Override
  public void close() {
    own.close();
  }
}
