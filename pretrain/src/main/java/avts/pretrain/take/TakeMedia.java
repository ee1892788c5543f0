package avts.pretrain.take;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All takes of a set in memory, pictures made small: what all folds and seeds begin with.
 *
 * @param takes the takes
 * @param pictures pictures of each take; empty where it is sound alone
 * @param sounds sound of each take
 */
public record TakeMedia(
    List<Take> takes, List<Optional<GrayVideo>> pictures, List<FeatureTrack> sounds) {

  /** Copies the lists. */
  public TakeMedia {
    takes = List.copyOf(takes);
    pictures = List.copyOf(pictures);
    sounds = List.copyOf(sounds);
  }

  /**
   * Reads a set.
   *
   * @param height rows that pictures are averaged down to
   * @param width columns that they are averaged down to
   * @throws IOException if a file cannot be read, or its sound has another number of values than
   *     that of the others
   */
  public static TakeMedia read(TakeSet set, int height, int width)
      throws IOException, MediaException {
    List<Optional<GrayVideo>> pictures = new ArrayList<>();
    List<FeatureTrack> sounds = new ArrayList<>();
    for (Take take : set.takes()) {
      pictures.add(
          take.pictures()
              ? Optional.of(BlockMean.of(set.video(take), height, width))
              : Optional.empty());
      FeatureTrack sound = set.sound(take);
      if (!sounds.isEmpty() && sounds.get(0).dimensions() != sound.dimensions()) {
        throw new IOException(
            take.id()
                + ": its sound has "
                + sound.dimensions()
                + " values a vector, that of "
                + set.takes().get(0).id()
                + " has "
                + sounds.get(0).dimensions());
      }
      sounds.add(sound);
    }
    return new TakeMedia(set.takes(), pictures, sounds);
  }

  /**
   * Returns the pictures of a take.
   *
   * @throws IllegalStateException if it is sound alone
   */
  public GrayVideo picturesOf(int take) {
    return pictures
        .get(take)
        .orElseThrow(() -> new IllegalStateException(takes.get(take).id() + " is sound alone"));
  }
}
