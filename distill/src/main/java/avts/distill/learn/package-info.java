/** Networks on segments and how they learn, from labels or from a teacher. */
@NullMarked
package avts.distill.learn;

import org.jspecify.annotations.NullMarked;
