/** Frozen encoders of pretrained models, by which networks hear and see takes. */
@NullMarked
package avts.distill.encoder;

import org.jspecify.annotations.NullMarked;
