/**
 * Which picture is shown beside which sound: kinds of pairs, their sampling, the fixed evaluation
 * pairs.
 */
@NullMarked
package avts.datasets.pair;

import org.jspecify.annotations.NullMarked;
