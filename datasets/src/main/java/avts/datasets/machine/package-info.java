/** What the machine gives: memory outside the Java heap, and the time that others leave over. */
@NullMarked
package avts.datasets.machine;

import org.jspecify.annotations.NullMarked;
