/** The student that a run leaves to be shipped, with all that it needs to hear a sound. */
@NullMarked
package avts.distill.student;

import org.jspecify.annotations.NullMarked;
