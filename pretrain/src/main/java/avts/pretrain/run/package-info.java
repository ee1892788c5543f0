/** A run from end to end: puts data, network, training and evaluation together. */
@NullMarked
package avts.pretrain.run;

import org.jspecify.annotations.NullMarked;
