/** Bundles: audio models written for the runtime, and vectors of files by them. */
@NullMarked
package avts.distill.bundle;

import org.jspecify.annotations.NullMarked;
