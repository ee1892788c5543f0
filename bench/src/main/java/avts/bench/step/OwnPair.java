package avts.bench.step;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.engine.StepOutput;
import avts.pretrain.engine.StepTrace;
import avts.pretrain.engine.TrainableNetwork;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainingTask;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Both towers and their loss, trained as {@code avts pretrain} trains them. */
final class OwnPair implements OwnNetwork {
  private final NetworkCase network;
  private final SameDiffEngine engine;

  @MustBeClosed
  OwnPair(NetworkCase network, EngineConfig how) {
    this.network = network;
    engine =
        new SameDiffEngine(
            SameDiffEngine.Model.training(network.network(), network.loss(), network.input())
                .with(how));
  }

  @Override
  public TrainableNetwork network() {
    return engine;
  }

  @Override
  public float[] initialParameters(RandomGenerator generator) {
    return engine.initialParameters(generator);
  }

  @Override
  public float[] initialStatistics(RandomGenerator generator) {
    return engine.initialStatistics(generator);
  }

  @Override
  public TrainingTask task(Gate gate) {
    return new SyncTask(engine, new Endless(gate, network.pace().batch()));
  }

  /** One epoch of what comes through a gate. */
  private record Endless(Gate gate, int clips) implements SyncTask.Epochs {

    @Override
    public int batchesPerEpoch() {
      return Integer.MAX_VALUE;
    }

    @MustBeClosed
    @Override
    public BatchSource<Batch> open(int epoch, NegativeMix mix, int first) {
      return BatchSource.of(
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return gate.open();
            }

            @Override
            public Batch next() {
              return gate.take().batch(clips);
            }
          });
    }
  }

  @Override
  public StepOutput step(SampleBatch batch) {
    return engine.step(batch.batch(network.pace().batch())).step();
  }

  @Override
  public Map<String, float[]> embed(SampleBatch batch) {
    int clips = network.pace().batch();
    return Map.of(
        NetworkLayers.VIDEO_EMBEDDING,
        engine.embedVideo(batch.video(), clips),
        NetworkLayers.AUDIO_EMBEDDING,
        engine.embedAudio(batch.audio(), clips));
  }

  @Override
  public void trace(@Nullable StepTrace watcher) {
    engine.trace(watcher);
  }

  @Override
  public List<Layer> layers() {
    return NetworkLayers.pair(network.network(), network.input());
  }

  @Override
  public void close() {
    engine.close();
  }
}
