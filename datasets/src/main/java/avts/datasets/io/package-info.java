/** Writing files so that nobody ever reads half of one. */
@NullMarked
package avts.datasets.io;

import org.jspecify.annotations.NullMarked;
