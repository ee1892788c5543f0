/** The networks: encoders for picture and sound, embedding heads, both together. */
@NullMarked
package avts.pretrain.model;

import org.jspecify.annotations.NullMarked;
