/** Mappings from the hidden space of one network into that of another. */
@NullMarked
package avts.transfer.mapping;

import org.jspecify.annotations.NullMarked;
