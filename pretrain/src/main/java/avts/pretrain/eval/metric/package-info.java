/** Measures of how well scores separate two classes, and how sure one can be of them. */
@NullMarked
package avts.pretrain.eval.metric;

import org.jspecify.annotations.NullMarked;
