package avts.pretrain.engine;

/**
 * What one pass over clips and the embeddings to imitate gives.
 *
 * @param step loss, gradient and statistics
 * @param embeddings the student's own, {@code [B, E]}, in training mode
 */
// Array components: handed from the engine to the trainer, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record ImitationOutput(StepOutput step, float[] embeddings) {}
