package avts.pretrain.engine;

/**
 * What one forward and backward pass gives.
 *
 * @param loss the loss, mean over the pairs of the batch
 * @param gradient derivative of the loss, in the order of {@link StepEngine#parameters()}
 * @param batchStatistics mean and unbiased variance of this batch in each batch norm, in the order
 *     of {@link StepEngine#statistics()}
 * @param positiveDistance distance of each clip's aligned pair, {@code B}
 * @param negativeDistance distance of each clip's negative pair, {@code B}
 */
// Array components: handed from the engine to the trainer, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record StepOutput(
    double loss,
    float[] gradient,
    float[] batchStatistics,
    float[] positiveDistance,
    float[] negativeDistance) {}
