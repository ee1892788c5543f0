/** Benchmarks, side by side with the peer where there is one. */
@NullMarked
package avts.bench;

import org.jspecify.annotations.NullMarked;
