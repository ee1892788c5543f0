/**
 * Measuring what a network has learned: synchronisation accuracy, offsets, the controls that show a
 * pair set to be fair, and the floors that any network should beat.
 */
@NullMarked
package avts.pretrain.eval;

import org.jspecify.annotations.NullMarked;
