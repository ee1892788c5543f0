/** Mouths cut out of videos: faces found, followed and smoothed, or a box that is given. */
@NullMarked
package avts.datasets.mouth;

import org.jspecify.annotations.NullMarked;
