package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.TakeContent;
import avts.datasets.take.TakePictures;
import avts.datasets.time.ClipGrid;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.take.Track;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One vector of a take's pictures or sound from an encoder of a model: clips slide over the take,
 * the encoder's output for each is pooled over space (or filters) and time, and the vectors of the
 * clips are averaged within equal parts of the take; the parts follow one another in the result.
 *
 * <p>A take shorter than a clip is one clip, whose last picture and vector are held. Picture and
 * sound of a take are cut at the same moments. Valid until the model is closed; belongs to one
 * thread at a time.
 */
public final class SlidingEncoder {
  /** Clips that are encoded together. */
  private static final int BATCH = 16;

  private final Windows windows;
  private final ClipConfig clip;
  private final ClipGrid grid;
  private final ClipReader reader;
  private final FeatureExtractor pictures;
  private final FeatureExtractor sounds;

  /**
   * Which outputs of the two encoders are taken, see {@link FeatureExtractor}.
   *
   * @param pictures layer of the video encoder
   * @param sounds layer of the audio encoder
   */
  public record Layers(String pictures, String sounds) {
    /** The encoders' own outputs. */
    public static final Layers ENCODERS =
        new Layers(FeatureExtractor.ENCODER, FeatureExtractor.ENCODER);
  }

  private SlidingEncoder(TrainedModel model, Windows windows, Layers layers) {
    PretrainConfig config = model.config().value();
    this.windows = windows;
    clip = config.clip();
    grid = config.grid();
    reader = new ClipReader(clip, config.features(), AugmentConfig.off(), model.normalisation());
    pictures = FeatureExtractor.of(model, Tower.VIDEO, layers.pictures);
    sounds = FeatureExtractor.of(model, Tower.AUDIO, layers.sounds);
  }

  /**
   * Prepares encoding.
   *
   * @throws IllegalArgumentException if an encoder was never trained
   */
  public static SlidingEncoder of(TrainedModel model, Windows windows) {
    return of(model, windows, Layers.ENCODERS);
  }

  /**
   * Prepares encoding by other layers.
   *
   * @throws IllegalArgumentException if an encoder was never trained, or has no such layer
   */
  public static SlidingEncoder of(TrainedModel model, Windows windows, Layers layers) {
    return new SlidingEncoder(model, windows, layers);
  }

  /**
   * Checks that takes sound to a model as what it learned from did, where that can be known.
   *
   * @param computed how the features of the takes' sound are computed; null where they are stored
   * @throws IllegalArgumentException if the model hears other features
   */
  public static void requireFeatures(TrainedModel model, @Nullable FilterBankConfig computed) {
    FilterBankConfig features = model.config().value().features();
    checkArgument(
        computed == null || computed.equals(features),
        "data.options.filter_bank is %s, but %s hears %s: give the takes the same",
        computed,
        model.id(),
        features);
  }

  /** Returns the length of a take's vector of pictures. */
  public int videoSize() {
    return windows.parts() * pictures.size();
  }

  /** Returns the length of a take's vector of sound. */
  public int soundSize() {
    return windows.parts() * sounds.size();
  }

  /**
   * Clips of a take in the order of time.
   *
   * @param values one clip after another, as the encoder takes them
   * @param count number of clips
   * @param parts parts of the take
   */
  // An array component: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Clips(float[] values, int count, int parts) {

    /** Returns the number of the first clip of a part; a part without clips has the nearest. */
    public int first(int part) {
      return part * count / parts;
    }

    /** Returns the number of the clip behind the last one of a part. */
    public int end(int part) {
      return Math.max(first(part) + 1, (part + 1) * count / parts);
    }
  }

  /**
   * Returns the vector of a take's pictures.
   *
   * @param video pictures of any size and rate
   */
  public float[] video(GrayVideo video) throws MediaException {
    return pooled(pictures, clips(video));
  }

  /**
   * Returns the vectors of the clips of a take's pictures, each at the middle of its clip: what
   * {@link #video} averages.
   */
  public Track videoTrack(GrayVideo video) throws MediaException {
    return track(pictures, clips(video));
  }

  /**
   * Cuts the clips whose vectors {@link #video} averages.
   *
   * @param video pictures of any size and rate
   */
  public Clips clips(GrayVideo video) throws MediaException {
    TakePictures source = new TakePictures(video);
    List<Window> cut = windows(video);
    float[] clips = new float[cut.size() * reader.videoLength()];
    for (int i = 0; i < cut.size(); i++) {
      reader.readVideo(source, cut.get(i), null, clips, i * reader.videoLength());
    }
    return new Clips(clips, cut.size(), windows.parts());
  }

  /**
   * Returns the vector of a take's sound, cut where its pictures are.
   *
   * @throws IllegalArgumentException if the features have another shape than the model's
   */
  public float[] sound(TakeContent take) {
    return pooled(sounds, clips(take));
  }

  /**
   * Returns the vectors of the clips of a take's sound, each at the middle of its clip: what {@link
   * #sound} averages.
   *
   * @throws IllegalArgumentException if the features have another shape than the model's
   */
  public Track soundTrack(TakeContent take) {
    return track(sounds, clips(take));
  }

  private Clips clips(TakeContent take) {
    List<Window> cut = windows(take.video());
    float[] clips = new float[cut.size() * reader.audioLength()];
    for (int i = 0; i < cut.size(); i++) {
      reader.readAudio(take.sound(), cut.get(i), null, clips, i * reader.audioLength());
    }
    return new Clips(clips, cut.size(), windows.parts());
  }

  private List<Window> windows(GrayVideo video) {
    double seconds = video.frames() / video.framesPerSecond();
    long frames = (long) Math.floor(seconds * clip.frameRate().perSecond() + 1e-6);
    long last = Math.max(0, frames - clip.frames());
    List<Window> cut = new ArrayList<>();
    for (long start = 0; start <= last; start += windows.hopFrames()) {
      cut.add(new Window(0, start, grid.sampleAt(start)));
    }
    return cut;
  }

  private Track track(FeatureExtractor extractor, Clips clips) {
    double rate = clip.frameRate().perSecond();
    return new Track(
        vectors(extractor, clips),
        extractor.size(),
        windows.hopFrames() / rate,
        clip.frames() / 2.0 / windows.hopFrames());
  }

  private static float[] vectors(FeatureExtractor extractor, Clips clips) {
    int size = extractor.size();
    int count = clips.count();
    int length = clips.values().length / count;
    float[] vectors = new float[count * size];
    for (int first = 0; first < count; first += BATCH) {
      int some = Math.min(BATCH, count - first);
      float[] batch = new float[some * length];
      System.arraycopy(clips.values(), first * length, batch, 0, batch.length);
      System.arraycopy(extractor.extract(batch, some), 0, vectors, first * size, some * size);
    }
    return vectors;
  }

  /** Encodes clips and averages them in parts. */
  private static float[] pooled(FeatureExtractor extractor, Clips clips) {
    int size = extractor.size();
    float[] vectors = vectors(extractor, clips);
    float[] parts = new float[clips.parts() * size];
    for (int part = 0; part < clips.parts(); part++) {
      int from = clips.first(part);
      int to = clips.end(part);
      for (int i = from; i < to; i++) {
        for (int k = 0; k < size; k++) {
          parts[part * size + k] += vectors[i * size + k] / (to - from);
        }
      }
    }
    return parts;
  }
}
