/** Models in the ONNX format: nodes, constants, and the file that they make. */
@NullMarked
package avts.pretrain.graph.onnx;

import org.jspecify.annotations.NullMarked;
