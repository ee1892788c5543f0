/** Execution of networks: the only package that runs graphs on a backend. */
@NullMarked
package avts.pretrain.engine;

import org.jspecify.annotations.NullMarked;
