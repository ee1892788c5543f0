/** A thin layer over SameDiff: named parameters, layers, gradients. */
@NullMarked
package avts.pretrain.graph;

import org.jspecify.annotations.NullMarked;
