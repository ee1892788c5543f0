/** How well labels are told from few labelled takes, with and without pretrained encoders. */
@NullMarked
package avts.transfer.curve;

import org.jspecify.annotations.NullMarked;
