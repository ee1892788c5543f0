/** Training steps of our engine beside those of its peers: networks, workers, protocol, figures. */
@NullMarked
package avts.bench.step;

import org.jspecify.annotations.NullMarked;
