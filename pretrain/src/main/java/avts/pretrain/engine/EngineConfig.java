package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers.Statistics;

/**
 * How a training step is executed. Loss and gradient are those of all clips of the step, whatever
 * the number of replicas and micro-batches; only batch norms see one part at a time.
 *
 * @param replicas networks that the clips of a micro-batch are divided among, 1 to 256; they share
 *     their parameters and run side by side, each on its share of the processor's threads
 * @param batchNorm where batch norms take mean and variance from in training
 */
public record EngineConfig(int replicas, BatchNorm batchNorm) {

  /** One network, batch norms over what it sees. */
  public static final EngineConfig SINGLE = new EngineConfig(1, BatchNorm.PER_PART);

  /** Where batch norms take mean and variance from in training. */
  public enum BatchNorm {
    /**
     * From the part of the batch that a network sees at a time: a micro-batch, or a replica's share
     * of it. The running statistics follow the mean over the parts of a step.
     */
    PER_PART(Statistics.BATCH),
    /** From the running statistics, which stay as they are: for runs that begin with weights. */
    FROZEN(Statistics.RUNNING);

    private final Statistics statistics;

    BatchNorm(Statistics statistics) {
      this.statistics = statistics;
    }

    /** Returns where the graphs of a training take them from. */
    public Statistics statistics() {
      return statistics;
    }
  }

  /** Checks the range. */
  public EngineConfig {
    checkArgument(
        replicas >= 1 && replicas <= 256, "replicas must lie in 1..256, got %s", replicas);
  }
}
