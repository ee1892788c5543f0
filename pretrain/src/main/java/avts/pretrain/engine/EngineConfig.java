package avts.pretrain.engine;

import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.engine.onednn.Precision;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a network is run.
 *
 * @param convolutions what runs the convolutions, and the batch norms, ReLUs and poolings between
 *     them
 */
public record EngineConfig(Convolutions convolutions) {

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

    /** Returns the precision in which oneDNN 3 runs on this machine; empty where ND4J runs. */
    Optional<Precision> precision() {
      if (this == ND4J || OneDnn.load().isEmpty()) {
        return Optional.empty();
      }
      if (this == ONEDNN) {
        return Optional.of(Precision.FLOAT32);
      }
      if (!OneDnn.load().get().hasBfloat16()) {
        LOG.warn("this processor has no AVX-512 BF16: convolutions run in 32 bits");
        return Optional.of(Precision.FLOAT32);
      }
      return Optional.of(Precision.BFLOAT16);
    }
  }

  /** Returns oneDNN 3 in 32 bits. */
  public static EngineConfig standard() {
    return new EngineConfig(Convolutions.ONEDNN);
  }
}
