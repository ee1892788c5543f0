/** Takes of spoken words: pictures of a mouth and features of the sound, with label and speaker. */
@NullMarked
package avts.datasets.take;

import org.jspecify.annotations.NullMarked;
