/**
 * Runs audio models that were exported as bundles: from sound to vectors or classes, from whole
 * files or as sound comes in. Stands on avts-signal and ONNX Runtime alone.
 *
 * <p>{@link avts.distill.runtime.Bundle} is where to begin.
 */
@NullMarked
package avts.distill.runtime;

import org.jspecify.annotations.NullMarked;
