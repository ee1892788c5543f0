/**
 * SameDiff operations of our own: convolutions with PyTorch's weight layout, and operations that
 * run in Java with exact gradients. See docs of {@link avts.pretrain.graph.ops.GraphOp} for the
 * contract.
 */
@NullMarked
package avts.pretrain.graph.ops;

import org.jspecify.annotations.NullMarked;
