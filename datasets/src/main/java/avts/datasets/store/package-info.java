/** The prepared store: every usable file re-encoded once into one that is cheap to read. */
@NullMarked
package avts.datasets.store;

import org.jspecify.annotations.NullMarked;
