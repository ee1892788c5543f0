/** Takes in memory, and the arithmetic that all networks on them share. */
@NullMarked
package avts.pretrain.take;

import org.jspecify.annotations.NullMarked;
