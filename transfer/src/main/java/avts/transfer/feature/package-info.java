/** What networks see of a take: vectors of pictures and of sound at the same steps in time. */
@NullMarked
package avts.transfer.feature;

import org.jspecify.annotations.NullMarked;
