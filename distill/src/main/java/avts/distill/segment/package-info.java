/** How a recording is cut into segments, the same for teacher and student. */
@NullMarked
package avts.distill.segment;

import org.jspecify.annotations.NullMarked;
