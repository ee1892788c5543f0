/** A run of the table: rows x noise x folds x seeds, cell by cell. */
@NullMarked
package avts.distill.run;

import org.jspecify.annotations.NullMarked;
