/**
 * Vectors of any files by a trained model: sliding windows through one layer of an encoder, and the
 * files that vectors are kept in.
 */
@NullMarked
package avts.pretrain.embed;

import org.jspecify.annotations.NullMarked;
