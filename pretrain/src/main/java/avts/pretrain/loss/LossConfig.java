package avts.pretrain.loss;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of the loss.
 *
 * @param kind which loss
 * @param margin distance beyond which a negative pair costs nothing (margin), over 0 and up to 10
 * @param normalise length given to each time step of an embedding
 * @param temperature divisor of the similarities (infonce), 0.001 to 10
 * @param learnTemperature whether the temperature is trained, beginning at {@code temperature}
 * @param syncHidden hidden units of the head that decides on a pair (cross-entropy), 1 to 65536
 */
public record LossConfig(
    Kind kind,
    double margin,
    Normalise normalise,
    double temperature,
    boolean learnTemperature,
    int syncHidden) {

  /** Which loss is minimised. */
  public enum Kind {
    /** Margin contrastive loss (Korbar et al. 2018). */
    MARGIN,
    /** Symmetric InfoNCE over all clips of the batch. */
    INFONCE,
    /** Cross-entropy of the decision in sync or not, on concatenated embeddings. */
    CROSS_ENTROPY
  }

  /** Length of each time step of an embedding. */
  public enum Normalise {
    /** As it comes. */
    NONE(0),
    /** Length 1. */
    L2(1),
    /** Length 1/2, so that squared distances lie in 0..1. */
    L2_HALF(0.5);

    private final double length;

    Normalise(double length) {
      this.length = length;
    }

    /** Returns the Euclidean length, 0 where lengths stay as they are. */
    public double length() {
      return length;
    }
  }

  /** Checks every range. */
  public LossConfig {
    checkArgument(margin > 0 && margin <= 10, "margin must lie in (0, 10], got %s", margin);
    checkArgument(
        temperature >= 0.001 && temperature <= 10,
        "temperature must lie in 0.001..10, got %s",
        temperature);
    checkArgument(
        syncHidden >= 1 && syncHidden <= 65536,
        "sync_hidden must lie in 1..65536, got %s",
        syncHidden);
    checkArgument(
        kind != Kind.INFONCE || normalise == Normalise.L2,
        "normalise must be l2 where kind is infonce, got %s",
        normalise);
  }
}
