/** Figures that all benchmarks take alike. */
@NullMarked
package avts.bench.measure;

import org.jspecify.annotations.NullMarked;
