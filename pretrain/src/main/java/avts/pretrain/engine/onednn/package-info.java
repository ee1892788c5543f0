/** Runs convolutions and what stands between them in oneDNN 3, in its own layouts. */
@NullMarked
package avts.pretrain.engine.onednn;

import org.jspecify.annotations.NullMarked;
