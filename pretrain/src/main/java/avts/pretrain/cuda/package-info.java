/**
 * Graphics cards of NVIDIA: which there are, and for which of them ND4J's CUDA build holds code.
 */
@NullMarked
package avts.pretrain.cuda;

import org.jspecify.annotations.NullMarked;
