package avts.pretrain.loss;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What a student learns from a teacher's embeddings of the same clips, without any label:
 *
 * <pre>
 * loss = distance d(student, teacher) + contrast InfoNCE(student, teacher)
 * </pre>
 *
 * <p>InfoNCE over the batch asks which of the teacher's embeddings belongs to the student's, and
 * the reverse, by the cosine divided by the temperature: relations between clips are carried over,
 * not only values (after Tian et al. 2020, without their memory of negatives).
 *
 * @param kind d, how far apart two embeddings are
 * @param distance weight of d, at least 0
 * @param contrast weight of InfoNCE, at least 0
 * @param temperature divisor of the cosines in InfoNCE, 0.001 to 10
 */
public record EmbeddingLossConfig(
    EmbeddingDistance.Kind kind, double distance, double contrast, double temperature) {

  /** Checks every range. */
  public EmbeddingLossConfig {
    checkArgument(
        distance >= 0 && Double.isFinite(distance),
        "distance must not be negative, got %s",
        distance);
    checkArgument(
        contrast >= 0 && Double.isFinite(contrast),
        "contrast must not be negative, got %s",
        contrast);
    checkArgument(
        distance + contrast > 0, "distance and contrast are both 0: there is nothing to learn");
    checkArgument(
        temperature >= 0.001 && temperature <= 10,
        "temperature must lie in 0.001..10, got %s",
        temperature);
  }
}
