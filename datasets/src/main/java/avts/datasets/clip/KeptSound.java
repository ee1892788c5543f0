package avts.datasets.clip;

import avts.datasets.media.MediaReader;

/**
 * The sound of a file of which features may be kept already and more will be.
 *
 * @param media the open file
 * @param features what is kept of the same file
 */
public record KeptSound(MediaReader media, KeptFeatures features) {}
