package avts.pretrain.loss;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What a student learns from a teacher's embeddings, and from labels:
 *
 * <pre>
 * loss = task L_task + encoder L_enc + aggregator L_agg + soft T^2 L_soft
 * </pre>
 *
 * <p>L_task is cross-entropy with labels, L_enc and L_agg the distances of the embeddings of
 * segments and of the whole from the teacher's (Hajavi and Etemad 2023), L_soft cross-entropy with
 * the teacher's probabilities, both at temperature T (Hinton et al. 2015; Lopez-Paz et al. 2016).
 *
 * @param task weight of the labels, at least 0
 * @param encoder alpha, at least 0
 * @param aggregator beta, at least 0
 * @param soft weight of the teacher's probabilities, at least 0
 * @param temperature T, over 0
 * @param studentTemperature whether the student's logits are divided by T too (Hinton et al.); else
 *     the teacher's alone are, and there is no factor T^2 (Lopez-Paz et al.)
 * @param distance of embeddings
 * @param unit whether embeddings of both are scaled to length 1 first
 * @param projection whether the student's embeddings pass a linear layer first, which is dropped
 *     after training; needed where lengths differ
 * @param taskToEncoder whether L_task and L_soft change encoder and aggregator, or the header alone
 */
public record ImitationConfig(
    double task,
    double encoder,
    double aggregator,
    double soft,
    double temperature,
    boolean studentTemperature,
    EmbeddingDistance.Kind distance,
    boolean unit,
    boolean projection,
    boolean taskToEncoder) {

  /** Checks every range. */
  public ImitationConfig {
    checkWeight("task", task);
    checkWeight("encoder", encoder);
    checkWeight("aggregator", aggregator);
    checkWeight("soft", soft);
    checkArgument(
        temperature > 0 && Double.isFinite(temperature),
        "temperature must be over 0, got %s",
        temperature);
    checkArgument(
        task + encoder + aggregator + soft > 0, "all weights are 0: there is nothing to learn");
  }

  private static void checkWeight(String name, double weight) {
    checkArgument(
        weight >= 0 && Double.isFinite(weight), "%s must not be negative, got %s", name, weight);
  }

  /** Returns whether the teacher's embeddings are learned from. */
  public boolean embeddings() {
    return encoder > 0 || aggregator > 0;
  }
}
