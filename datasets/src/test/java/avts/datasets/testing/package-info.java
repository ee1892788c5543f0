/** What tests of several modules share; published as the test-jar. */
@NullMarked
package avts.datasets.testing;

import org.jspecify.annotations.NullMarked;
