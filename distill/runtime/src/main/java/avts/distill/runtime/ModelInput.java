package avts.distill.runtime;

/**
 * An array that a model takes of one stretch of sound.
 *
 * @param name its name in the model
 * @param shape its lengths, the first of them 1
 */
// An array component: handed to ONNX Runtime, never compared.
@SuppressWarnings("ArrayRecordComponent")
record ModelInput(String name, long... shape) {}
