/** Says early whether learning happens, and what to look at where it does not. */
@NullMarked
package avts.pretrain.doctor;

import org.jspecify.annotations.NullMarked;
