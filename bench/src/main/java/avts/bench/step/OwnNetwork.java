package avts.bench.step;

import avts.pretrain.engine.StepOutput;
import avts.pretrain.engine.StepTrace;
import avts.pretrain.engine.TrainableNetwork;
import avts.pretrain.train.TrainingTask;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A network of ours, made ready to be trained on batches that are in memory. */
interface OwnNetwork extends AutoCloseable {

  /** Returns the network. */
  TrainableNetwork network();

  /** Returns first values of all parameters. */
  float[] initialParameters(RandomGenerator generator);

  /** Returns first values of all statistics. */
  float[] initialStatistics(RandomGenerator generator);

  /** Returns what a trainer trains, in one endless epoch through {@code gate}. */
  TrainingTask task(Gate gate);

  /** Runs forward and backward on a batch with the values loaded last. */
  StepOutput step(SampleBatch batch);

  /** Returns the embeddings of a batch in inference mode, by the tower's name. */
  Map<String, float[]> embed(SampleBatch batch);

  /** Tells {@code watcher} about the parts of every training step from now on; null to stop. */
  void trace(@Nullable StepTrace watcher);

  /** Returns the layers of the network, for the peers. */
  List<Layer> layers();

  @Override
  void close();
}
