package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.datasets.take.TakeContent;
import avts.datasets.take.TakeIndexer;
import avts.datasets.take.TakeOptions;
import avts.datasets.take.TakeSet;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One vector a take of a set from each encoder of a model, as {@link SlidingEncoder} makes them.
 * Valid until the model is closed; belongs to one thread at a time.
 */
public final class TakeEmbedder {
  private final TrainedModel model;
  private final TakeSet set;
  private final SlidingEncoder encoder;

  /**
   * How a take is divided.
   *
   * @param hopFrames frames from the beginning of one clip to that of the next, at least 1
   * @param parts parts of a take that are averaged each by itself, at least 1
   */
  public record Windows(int hopFrames, int parts) {

    /** Checks every range. */
    public Windows {
      checkArgument(hopFrames >= 1, "hop_frames must be positive, got %s", hopFrames);
      checkArgument(parts >= 1 && parts <= 100, "parts must lie in 1..100, got %s", parts);
    }
  }

  private TakeEmbedder(TrainedModel model, TakeSet set, Windows windows) {
    this.model = model;
    this.set = set;
    encoder = SlidingEncoder.of(model, windows);
  }

  /**
   * Prepares embedding.
   *
   * @param set takes whose sound has the features that the model was trained with: those of {@link
   *     #options}, or of the stored kind that it was pretrained on
   * @throws IllegalArgumentException if an encoder was never trained
   */
  public static TakeEmbedder of(TrainedModel model, TakeSet set, Windows windows) {
    return new TakeEmbedder(model, set, windows);
  }

  /** Returns how videos must be read as takes, so that the model sees and hears what it learned. */
  public static TakeOptions options(TrainedModel model) {
    PretrainConfig config = model.config().value();
    TakeOptions usual = TakeOptions.usual();
    int side = config.clip().smallSideMin();
    return new TakeOptions(
        side,
        side,
        config.clip().frameRate(),
        usual.sound(),
        config.features(),
        usual.gridPart(),
        usual.soundAlone(),
        usual.mostLeftOut());
  }

  /** Returns the length of a take's vector of pictures. */
  public int videoSize() {
    return encoder.videoSize();
  }

  /** Returns the length of a take's vector of sound. */
  public int soundSize() {
    return encoder.soundSize();
  }

  /**
   * Returns the vector of a take's pictures.
   *
   * @throws MediaException if they cannot be decoded
   * @throws IOException if they cannot be read
   */
  public float[] video(Take take) throws IOException, MediaException {
    return encoder.video(set.video(take));
  }

  /**
   * Returns the vector of a take's sound, cut where its pictures are.
   *
   * @throws MediaException if picture or sound cannot be decoded
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if the features have another shape than the model's
   */
  public float[] sound(Take take) throws IOException, MediaException {
    return encoder.sound(TakeContent.read(set, take));
  }

  /**
   * Returns those of {@code takes} that the model's weights have seen, where they were pretrained
   * on takes.
   */
  public List<Take> seen(List<Take> takes) throws IOException, MediaException {
    List<Take> seen = new ArrayList<>();
    for (Take take : takes) {
      String hash = TakeContent.read(set, take).sha256();
      if (!model.seen(List.of(new Media(hash, TakeIndexer.group(hash)))).isEmpty()) {
        seen.add(take);
      }
    }
    return seen;
  }
}
