/** What networks hear and see of the segments of takes. */
@NullMarked
package avts.distill.sense;

import org.jspecify.annotations.NullMarked;
