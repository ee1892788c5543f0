/** Controls that show whether a pair set can be solved without looking, or without listening. */
@NullMarked
package avts.pretrain.eval.control;

import org.jspecify.annotations.NullMarked;
