/** Decoding, encoding and probing of media files; the only package that uses JavaCV and FFmpeg. */
@NullMarked
package avts.datasets.media;

import org.jspecify.annotations.NullMarked;
