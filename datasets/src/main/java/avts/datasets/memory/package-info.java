/** Memory outside the Java heap. */
@NullMarked
package avts.datasets.memory;

import org.jspecify.annotations.NullMarked;
