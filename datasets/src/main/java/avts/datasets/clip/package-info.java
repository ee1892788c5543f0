/** Windows of a file and the arrays cut from them: crops, flips, filter banks. */
@NullMarked
package avts.datasets.clip;

import org.jspecify.annotations.NullMarked;
