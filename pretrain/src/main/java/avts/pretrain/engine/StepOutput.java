package avts.pretrain.engine;

/**
 * What one forward and backward pass gives, whatever the task.
 *
 * @param loss the loss, mean over the examples of the batch
 * @param gradient derivative of the loss, in the order of {@link TrainableNetwork#parameters()}
 * @param batchStatistics mean and unbiased variance of this batch in each batch norm, in the order
 *     of {@link TrainableNetwork#statistics()}
 */
// Array components: handed from the engine to the trainer, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record StepOutput(double loss, float[] gradient, float[] batchStatistics) {}
