/**
 * Synthetic videos whose sound follows from the picture: what sounds from the object's kind and
 * size, when it sounds from its impacts.
 *
 * <p>The rule: <b>the one object with a white rim sounds, at each of its bounces</b>. Others move,
 * turn and squash in the same way, carry a dark rim, and are silent. Every draw comes from (seed,
 * index of the video), so a video does not depend on how many there are or on which thread made it.
 */
@NullMarked
package avts.datasets.synth;

import org.jspecify.annotations.NullMarked;
