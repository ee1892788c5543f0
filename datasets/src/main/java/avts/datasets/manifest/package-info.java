/** The manifest: what is known of each file, one line of JSON a file. */
@NullMarked
package avts.datasets.manifest;

import org.jspecify.annotations.NullMarked;
