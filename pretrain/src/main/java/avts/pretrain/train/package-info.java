/**
 * The training loop: one trainer for every task, with all side effects in listeners.
 *
 * <p>A run continues to the bit: its state is a function of configuration, data and number of
 * steps, whatever number of processes made them.
 */
@NullMarked
package avts.pretrain.train;

import org.jspecify.annotations.NullMarked;
