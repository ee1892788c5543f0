package avts.pretrain.model;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.ops.BinAverage;
import avts.pretrain.graph.ops.BinAverage.Bins;
import avts.pretrain.graph.ops.BinAverage.TimeAxis;
import avts.pretrain.graph.ops.StepNormalise;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The two-stream network: an encoder and an embedding head for picture and for sound, nothing
 * shared (Korbar et al. 2018, section 3.1).
 */
public final class TwoTowerNetwork {

  /** Bands of the filter bank that the audio head tells apart (SyncNet's fc6 is 5 x 4). */
  private static final int AUDIO_BANDS = 5;

  /** Columns that fc6 sees where the embedding is pooled over time. */
  private static final int POOLED_COLUMNS = 4;

  /** One of the two streams. */
  public enum Tower {
    /** Picture. */
    VIDEO,
    /** Sound. */
    AUDIO
  }

  /**
   * What a tower gives.
   *
   * @param features the encoder's output, averaged over space (or filters) and time, {@code [N, C]}
   * @param embedding {@code [N, timeSteps * size]}, normalised
   * @param layers output of each layer of the encoder, {@code [N, channels, ...]}, by name
   */
  public record Outputs(
      SDVariable features, SDVariable embedding, Map<String, SDVariable> layers) {}

  private final NetworkConfig config;
  private final VideoEncoder video;
  private final AudioEncoder audio;
  private final double stepLength;

  /**
   * Describes a network.
   *
   * @param stepLength length that each time step of an embedding is scaled to, 0 to leave it
   */
  public TwoTowerNetwork(NetworkConfig config, InputShape input, double stepLength) {
    this.config = config;
    this.stepLength = stepLength;
    video = new VideoEncoder(config.video(), input, config.head().timeSteps());
    audio = new AudioEncoder(config.audio(), input, config.head().timeSteps());
  }

  /** Returns the length of a tower's features. */
  public int featureSize(Tower tower) {
    return tower == Tower.VIDEO ? video.outputChannels() : audio.outputChannels();
  }

  /** Returns the length of an embedding. */
  public int embeddingSize() {
    return config.head().embeddingSize();
  }

  /**
   * Adds one tower to a graph.
   *
   * @param clips {@code [N, C, T, H, W]} or {@code [N, 1, filters, windows]}
   */
  public Outputs build(Tower tower, Layers layers, SDVariable clips) {
    return tower == Tower.VIDEO ? buildVideo(layers, clips) : buildAudio(layers, clips);
  }

  /**
   * Adds one encoder without its embedding head to a graph.
   *
   * @param clips {@code [N, C, T, H, W]} or {@code [N, 1, filters, windows]}
   * @return its output, averaged over space (or filters) and time, {@code [N, featureSize(tower)]}
   */
  public SDVariable buildEncoder(Tower tower, Layers layers, SDVariable clips) {
    return pooled(tower == Tower.VIDEO ? video.build(layers, clips) : audio.build(layers, clips));
  }

  /**
   * Adds the upper stages of the video encoder to a graph.
   *
   * @param first the lowest stage that is added
   * @param input output of the stage below it, or the clips for the first
   * @return the encoder's output, averaged over space and time, {@code [N, featureSize(VIDEO)]}
   */
  public SDVariable buildVideoFrom(VideoStage first, Layers layers, SDVariable input) {
    return pooled(video.buildFrom(first, layers, input));
  }

  private static SDVariable pooled(EncoderMaps maps) {
    return pooled(maps.output());
  }

  /**
   * Adds the mean over space (or filters) and time to a graph.
   *
   * @param layer what a layer of an encoder gives, {@code [N, channels, ...]}
   * @return {@code [N, channels]}
   */
  public static SDVariable pooled(SDVariable layer) {
    return BinAverage.of(layer, new Bins(1, 1, TimeAxis.FIRST, 1));
  }

  private Outputs buildVideo(Layers layers, SDVariable clips) {
    int steps = config.head().timeSteps();
    EncoderMaps maps = video.build(layers, clips);
    SDVariable rows = BinAverage.of(maps.output(), new Bins(steps, 1, TimeAxis.FIRST, steps));
    return outputs(
        layers, maps, rows, new EmbeddingHead(config.head(), "head.video", video.outputChannels()));
  }

  private Outputs buildAudio(Layers layers, SDVariable clips) {
    int steps = config.head().timeSteps();
    int columns = steps == 1 ? POOLED_COLUMNS : steps;
    EncoderMaps maps = audio.build(layers, clips);
    SDVariable rows =
        BinAverage.of(maps.output(), new Bins(AUDIO_BANDS, columns, TimeAxis.LAST, steps));
    int inputSize = audio.outputChannels() * AUDIO_BANDS * (columns / steps);
    return outputs(layers, maps, rows, new EmbeddingHead(config.head(), "head.audio", inputSize));
  }

  private Outputs outputs(Layers layers, EncoderMaps maps, SDVariable rows, EmbeddingHead head) {
    SDVariable features = pooled(maps);
    SDVariable steps = head.build(layers, rows);
    return new Outputs(
        features, StepNormalise.of(steps, config.head().timeSteps(), stepLength), maps.layers());
  }
}
