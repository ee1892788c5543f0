/** Simple rules that tell sync without any deep learning: the floors that a network should beat. */
@NullMarked
package avts.pretrain.eval.floor;

import org.jspecify.annotations.NullMarked;
