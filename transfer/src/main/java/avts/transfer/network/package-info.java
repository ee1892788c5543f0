/** Fully connected networks for pictures or sound of takes, and their training. */
@NullMarked
package avts.transfer.network;

import org.jspecify.annotations.NullMarked;
