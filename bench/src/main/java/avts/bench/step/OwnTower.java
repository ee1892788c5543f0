package avts.bench.step;

import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.engine.StepTrace;
import avts.pretrain.engine.TowerImitator;
import avts.pretrain.engine.TrainableNetwork;
import avts.pretrain.loss.EmbeddingDistance;
import avts.pretrain.loss.EmbeddingLossConfig;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.train.MicroBatches;
import avts.pretrain.train.MicroResult;
import avts.pretrain.train.StepFigures;
import avts.pretrain.train.TrainingTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One tower, held against given embeddings by the mean squared difference. */
final class OwnTower implements OwnNetwork {
  private static final String EMBEDDING = "embedding";

  private final NetworkCase network;
  private final TowerImitator imitator;

  @MustBeClosed
  OwnTower(NetworkCase network, EngineConfig how) {
    this.network = network;
    Tower tower = network.hasVideo() ? Tower.VIDEO : Tower.AUDIO;
    imitator =
        new TowerImitator(
            new TowerImitator.Model(
                network.network(),
                network.loss().normalise(),
                network.input(),
                tower,
                new EmbeddingLossConfig(EmbeddingDistance.Kind.MSE, 1, 0, 1),
                how));
  }

  @Override
  public TrainableNetwork network() {
    return imitator;
  }

  @Override
  public float[] initialParameters(RandomGenerator generator) {
    return imitator.initialParameters(generator);
  }

  @Override
  public float[] initialStatistics(RandomGenerator generator) {
    return imitator.initialStatistics(generator);
  }

  private float[] clips(SampleBatch batch) {
    return network.hasVideo() ? batch.video() : batch.audio();
  }

  @Override
  public StepOutput step(SampleBatch batch) {
    return imitator.step(clips(batch), batch.targets(), network.pace().batch()).step();
  }

  @Override
  public Map<String, float[]> embed(SampleBatch batch) {
    return Map.of(EMBEDDING, imitator.embed(clips(batch), network.pace().batch()));
  }

  @Override
  public void trace(@Nullable StepTrace watcher) {
    imitator.trace(watcher);
  }

  @Override
  public List<Layer> layers() {
    NetworkLayers layers = new NetworkLayers(network.network(), network.input());
    return (network.hasVideo() ? layers.video(EMBEDDING) : layers.audio(EMBEDDING))
        .then(new Layer.SquaredError(EMBEDDING, SampleBatch.TARGETS, StepTask.LOSS))
        .layers();
  }

  @Override
  public TrainingTask task(Gate gate) {
    return new TrainingTask() {
      @Override
      public List<ParameterInfo> parameters() {
        return imitator.parameters();
      }

      @Override
      public List<ParameterInfo> statistics() {
        return imitator.statistics();
      }

      @Override
      public void load(float[] parameters, float[] statistics) {
        imitator.load(parameters, statistics);
      }

      @Override
      public boolean hasNegatives() {
        return false;
      }

      @Override
      public int microBatchesPerEpoch() {
        return Integer.MAX_VALUE;
      }

      @MustBeClosed
      @Override
      public MicroBatches open(int epoch, NegativeMix mix, int first) {
        return new Endless(gate);
      }
    };
  }

  /** One epoch of what comes through a gate. */
  private final class Endless implements MicroBatches {
    private final Gate gate;

    Endless(Gate gate) {
      this.gate = gate;
    }

    @Override
    public boolean hasNext() {
      return gate.open();
    }

    @Override
    public MicroResult next() {
      return new MicroResult(step(gate.take()), new StepFigures.Accumulator().figures());
    }

    @Override
    public long waitedNanos() {
      return 0;
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    imitator.close();
  }
}
