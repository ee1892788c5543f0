/** Which takes are learned from with picture and sound, which with sound alone, which are asked. */
@NullMarked
package avts.transfer.protocol;

import org.jspecify.annotations.NullMarked;
