/** A training run put together: folder, checkpoints, logs, guards and the trainer. */
@NullMarked
package avts.pretrain.run;

import org.jspecify.annotations.NullMarked;
