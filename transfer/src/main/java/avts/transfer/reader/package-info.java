/** The lip reader that a run leaves behind. */
@NullMarked
package avts.transfer.reader;

import org.jspecify.annotations.NullMarked;
