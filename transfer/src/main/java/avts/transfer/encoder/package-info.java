/** The encoders of a pretrained model as source and target networks: vectors of takes by them. */
@NullMarked
package avts.transfer.encoder;

import org.jspecify.annotations.NullMarked;
