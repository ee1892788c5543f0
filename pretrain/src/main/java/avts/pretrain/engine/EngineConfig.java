package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.engine.onednn.OneDnnSteps;
import avts.pretrain.engine.onednn.PlanMemory;
import avts.pretrain.engine.onednn.Precision;
import avts.pretrain.graph.Layers.Statistics;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a network is run.
 *
 * <p>Loss and gradient of a training step are those of all its clips together, whatever the number
 * of replicas and micro-batches; only batch norms see one part at a time.
 *
 * @param convolutions what runs the convolutions, and the batch norms, ReLUs and poolings between
 *     them
 * @param replicas networks that the clips of a micro-batch are divided among in training, 1 to 256;
 *     they share their parameters and run side by side, each on its share of the processor's
 *     threads
 * @param batchNorm where batch norms take mean and variance from in training
 */
public record EngineConfig(Convolutions convolutions, int replicas, BatchNorm batchNorm) {

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
    Statistics statistics() {
      return statistics;
    }
  }

  /** What runs convolutions. */
  public enum Convolutions {
    /** ND4J's own operations, with the oneDNN 2 that is inside of it: the plain path. */
    ND4J,
    /** oneDNN 3 in 32 bits. The same results up to rounding. */
    ONEDNN,
    /**
     * oneDNN 3 with activations and multiplied weights in bfloat16; parameters, their gradients,
     * statistics and everything else stay 32 bits.
     */
    ONEDNN_BF16;

    private static final Logger LOG = LoggerFactory.getLogger(Convolutions.class);

    /** Returns what adds steps of oneDNN 3 to a plan; empty where ND4J runs convolutions. */
    Optional<OneDnnSteps> steps(PlanMemory plan, OneDnnSteps.Order order) {
      Optional<OneDnn> library = this == ND4J ? Optional.empty() : OneDnn.load();
      return library.map(found -> new OneDnnSteps(found, plan, precision(found), order));
    }

    /** Returns the precision in which oneDNN 3 runs on this machine. */
    private Precision precision(OneDnn library) {
      if (this == ONEDNN) {
        return Precision.FLOAT32;
      }
      if (!library.hasBfloat16()) {
        LOG.warn("this processor has no AVX-512 BF16: convolutions run in 32 bits");
        return Precision.FLOAT32;
      }
      return Precision.BFLOAT16;
    }
  }

  /** Checks the range. */
  public EngineConfig {
    checkArgument(
        replicas >= 1 && replicas <= 256, "replicas must lie in 1..256, got %s", replicas);
  }

  /** Returns one network on oneDNN 3 in 32 bits, with batch norms over what it sees. */
  public static EngineConfig standard() {
    return new EngineConfig(Convolutions.ONEDNN, 1, BatchNorm.PER_PART);
  }

  /** Returns the same with other convolutions. */
  public EngineConfig with(Convolutions other) {
    return new EngineConfig(other, replicas, batchNorm);
  }

  /** Returns the same with other batch norms. */
  public EngineConfig with(BatchNorm other) {
    return new EngineConfig(convolutions, replicas, other);
  }

  /** Returns the same with another number of replicas. */
  public EngineConfig withReplicas(int number) {
    return new EngineConfig(convolutions, number, batchNorm);
  }
}
