/** What a teacher makes of the training takes, made once and kept. */
@NullMarked
package avts.distill.teacher;

import org.jspecify.annotations.NullMarked;
