/** Features and tensors of single files, for looking at them and for other programs. */
@NullMarked
package avts.datasets.features;

import org.jspecify.annotations.NullMarked;
