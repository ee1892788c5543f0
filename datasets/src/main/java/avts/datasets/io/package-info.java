/** Files in whole: replaced in one step, written and read without rest, locked. */
@NullMarked
package avts.datasets.io;

import org.jspecify.annotations.NullMarked;
