/** The sync meter: how far the sound of a file is from its pictures, and how sure that is. */
@NullMarked
package avts.pretrain.sync;

import org.jspecify.annotations.NullMarked;
