/** Whole trainings side by side: how long an engine takes to a validation accuracy. */
@NullMarked
package avts.bench.training;

import org.jspecify.annotations.NullMarked;
