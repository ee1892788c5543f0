package avts.pretrain.engine;

/**
 * What one pass over labelled examples gives.
 *
 * @param step loss, gradient and statistics
 * @param logits score of each class before softmax, {@code [B, K]}
 */
// Array components: handed from the engine to the trainer, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record ClassOutput(StepOutput step, float[] logits) {}
