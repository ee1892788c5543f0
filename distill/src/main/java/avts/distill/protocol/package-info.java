/** Which takes are learned from and which are asked. */
@NullMarked
package avts.distill.protocol;

import org.jspecify.annotations.NullMarked;
