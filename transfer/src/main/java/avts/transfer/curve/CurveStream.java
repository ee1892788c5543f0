package avts.transfer.curve;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.pretrain.embed.TakeEmbedder;
import java.io.IOException;
import java.util.Locale;

/** What labels are told from. */
public enum CurveStream {
  /** The pictures, by the video encoder. */
  VIDEO,
  /** The sound, by the audio encoder. */
  AUDIO;

  /** Returns the name in tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  float[] of(TakeEmbedder embedder, Take take) throws IOException, MediaException {
    return this == VIDEO ? embedder.video(take) : embedder.sound(take);
  }
}
