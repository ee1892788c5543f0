/** The peer: libtorch, in a process of its own. */
@NullMarked
package avts.bench.torch;

import org.jspecify.annotations.NullMarked;
