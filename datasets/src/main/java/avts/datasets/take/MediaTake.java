package avts.datasets.take;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A take in a media file.
 *
 * @param take the take
 * @param file the video or sound
 * @param stretch the part of it, null for the whole
 */
record MediaTake(Take take, Path file, @Nullable Stretch stretch) {}
