/** Experiments as files: strict YAML read into immutable records, with messages for people. */
@NullMarked
package avts.pretrain.config;

import org.jspecify.annotations.NullMarked;
