/** Telling the user how far long work has come. */
@NullMarked
package avts.datasets.progress;

import org.jspecify.annotations.NullMarked;
