package avts.pretrain.train;

import avts.pretrain.engine.StepOutput;

/**
 * What one micro-batch gave, or several as one.
 *
 * @param output loss, gradient and statistics
 * @param figures how it went
 */
public record MicroResult(StepOutput output, StepFigures figures) {}
