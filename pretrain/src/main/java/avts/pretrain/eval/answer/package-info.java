/** Answers to questions with a name each, and what rows of them are worth, item by item. */
@NullMarked
package avts.pretrain.eval.answer;

import org.jspecify.annotations.NullMarked;
