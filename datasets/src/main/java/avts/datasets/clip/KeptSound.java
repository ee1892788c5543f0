package avts.datasets.clip;

import avts.datasets.media.MediaReader;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a file of which features may be kept already and more will be.
 *
 * @param media the open file
 * @param features what is kept of the same file; null where nothing shall be
 */
public record KeptSound(MediaReader media, @Nullable KeptFeatures features) {}
