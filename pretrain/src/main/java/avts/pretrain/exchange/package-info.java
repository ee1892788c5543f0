/** Weights of other programs: torchvision's video networks. */
@NullMarked
package avts.pretrain.exchange;

import org.jspecify.annotations.NullMarked;
