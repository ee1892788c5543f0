/** Exact media time in integers: rates as rationals, spans as frame and sample counts. */
@NullMarked
package avts.datasets.time;

import org.jspecify.annotations.NullMarked;
