/** Helpers of several tests. */
@NullMarked
package avts.pretrain.testing;

import org.jspecify.annotations.NullMarked;
