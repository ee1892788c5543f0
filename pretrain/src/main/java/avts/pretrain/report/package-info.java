/** One self-contained HTML page about a run: curves, figures, examples, config, provenance. */
@NullMarked
package avts.pretrain.report;

import org.jspecify.annotations.NullMarked;
