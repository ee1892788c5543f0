/** Experiments as tables: rows of settings, trained over several seeds, measured alike. */
@NullMarked
package avts.pretrain.grid;

import org.jspecify.annotations.NullMarked;
