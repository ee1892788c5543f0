/** Labelled videos: data sets of actions in the layouts that they are published in. */
@NullMarked
package avts.datasets.label;

import org.jspecify.annotations.NullMarked;
