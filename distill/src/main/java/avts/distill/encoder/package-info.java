/** A small audio encoder that learns a pretrained run's embeddings, without any label. */
@NullMarked
package avts.distill.encoder;

import org.jspecify.annotations.NullMarked;
