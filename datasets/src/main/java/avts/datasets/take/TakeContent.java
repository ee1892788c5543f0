package avts.datasets.take;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;

/**
 * What is in a take.
 *
 * @param video its pictures
 * @param sound the features of its sound
 */
public record TakeContent(GrayVideo video, FeatureTrack sound) {

  /** Reads a take of {@code set}. */
  public static TakeContent read(TakeSet set, Take take) throws IOException, MediaException {
    return new TakeContent(set.video(take), set.sound(take));
  }

  /** Returns the SHA-256 of shapes and values, by which content is known again in another set. */
  public String sha256() {
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putInt(video.frames()).putInt(video.height()).putInt(video.width());
    hasher.putInt(sound.vectors()).putInt(sound.dimensions());
    for (float value : video.values()) {
      hasher.putFloat(value);
    }
    for (float value : sound.values()) {
      hasher.putFloat(value);
    }
    return hasher.hash().toString();
  }
}
