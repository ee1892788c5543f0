/**
 * Transfer deep learning: what a lip reader gains from sound without pictures, beside its controls
 * (Moon, Kim and Wang 2014).
 */
@NullMarked
package avts.transfer.tdl;

import org.jspecify.annotations.NullMarked;
