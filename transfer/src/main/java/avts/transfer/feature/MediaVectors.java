package avts.transfer.feature;

import avts.pretrain.take.TakeMedia;

/**
 * Vectors made of the pictures and the stored or computed features of the sound themselves.
 *
 * @param media the set, with pictures of the size that {@code pictures} names
 * @param pictures what a network sees of the pictures
 * @param sound what a network hears of the sound
 */
public record MediaVectors(TakeMedia media, VideoFeatureConfig pictures, AudioFeatureConfig sound)
    implements VectorSource {

  @Override
  public TakeVectors fit(Known known) {
    VideoFeatures seen = VideoFeatures.fit(media, pictures, known.seen());
    return new TakeVectors(
        seen.of(media),
        AudioFeatures.fit(media, sound, pictures.steps(), known.heard()),
        seen.tensors());
  }
}
