/** Fitting and scoring a mapping between networks of which only rows of activations are known. */
@NullMarked
package avts.transfer.foreign;

import org.jspecify.annotations.NullMarked;
