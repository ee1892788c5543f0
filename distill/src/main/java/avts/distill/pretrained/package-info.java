/** Frozen encoders of pretrained models, by which networks hear and see takes. */
@NullMarked
package avts.distill.pretrained;

import org.jspecify.annotations.NullMarked;
