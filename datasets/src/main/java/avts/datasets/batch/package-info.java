/** Batches of clips for the network, loaded ahead by worker threads. */
@NullMarked
package avts.datasets.batch;

import org.jspecify.annotations.NullMarked;
