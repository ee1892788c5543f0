/** Waveforms and the features computed from them; the only package that uses JTransforms. */
@NullMarked
package avts.datasets.signal;

import org.jspecify.annotations.NullMarked;
