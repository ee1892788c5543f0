/** What is minimised: margin contrastive loss, InfoNCE, cross-entropy of the sync decision. */
@NullMarked
package avts.pretrain.loss;

import org.jspecify.annotations.NullMarked;
