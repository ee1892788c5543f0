/** What a run leaves on disk: weights, training state, provenance, and the folder around them. */
@NullMarked
package avts.pretrain.checkpoint;

import org.jspecify.annotations.NullMarked;
