/**
 * How parameters move: optimisers, gradient clipping and learning-rate schedules, in plain Java on
 * flat vectors.
 */
@NullMarked
package avts.pretrain.optim;

import org.jspecify.annotations.NullMarked;
