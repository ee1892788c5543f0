/**
 * The data doctor: finds media files, measures each in a child process, and says which can be used.
 */
@NullMarked
package avts.datasets.index;

import org.jspecify.annotations.NullMarked;
