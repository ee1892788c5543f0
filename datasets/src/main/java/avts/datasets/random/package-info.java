/** Randomness as a parameter: every draw has a generator of its own, derived from one root seed. */
@NullMarked
package avts.datasets.random;

import org.jspecify.annotations.NullMarked;
