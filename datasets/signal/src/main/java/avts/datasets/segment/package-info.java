/**
 * Sound cut into segments, as networks on segments hear it: in training and where they are used.
 */
@NullMarked
package avts.datasets.segment;

import org.jspecify.annotations.NullMarked;
