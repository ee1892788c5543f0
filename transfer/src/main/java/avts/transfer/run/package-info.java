/** The grid of mappings, layers, folds and seeds: settings, cells on disk, figures, pages. */
@NullMarked
package avts.transfer.run;

import org.jspecify.annotations.NullMarked;
