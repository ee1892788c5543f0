package avts.pretrain.embed;

import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipReader;
import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.take.GrayVideo;
import avts.datasets.take.TakeContent;
import avts.datasets.take.TakePictures;
import avts.datasets.time.ClipGrid;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.util.ArrayList;
import java.util.List;

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

  private SlidingEncoder(TrainedModel model, Windows windows) {
    PretrainConfig config = model.config().value();
    this.windows = windows;
    clip = config.clip();
    grid = config.grid();
    reader = new ClipReader(clip, config.features(), AugmentConfig.off(), model.normalisation());
    pictures = FeatureExtractor.of(model, Tower.VIDEO, FeatureExtractor.ENCODER);
    sounds = FeatureExtractor.of(model, Tower.AUDIO, FeatureExtractor.ENCODER);
  }

  /**
   * Prepares encoding.
   *
   * @throws IllegalArgumentException if an encoder was never trained
   */
  public static SlidingEncoder of(TrainedModel model, Windows windows) {
    return new SlidingEncoder(model, windows);
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
    List<Window> cut = windows(take.video());
    float[] clips = new float[cut.size() * reader.audioLength()];
    for (int i = 0; i < cut.size(); i++) {
      reader.readAudio(take.sound(), cut.get(i), null, clips, i * reader.audioLength());
    }
    return pooled(sounds, new Clips(clips, cut.size(), windows.parts()));
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

  /** Encodes clips and averages them in parts. */
  private static float[] pooled(FeatureExtractor extractor, Clips clips) {
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
