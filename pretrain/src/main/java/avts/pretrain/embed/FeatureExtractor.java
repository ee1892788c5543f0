package avts.pretrain.embed;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.LayerMaps;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.TrainedModel;
import java.util.Locale;

/**
 * Turns clips of one stream into vectors, by one layer of a trained model in inference mode.
 *
 * <p>Layers: {@value #ENCODER}, the encoder's output averaged over space (or filters) and time;
 * {@value #HEAD}, the embedding that pictures and sounds are compared by; or a layer inside the
 * encoder ({@code conv1} to {@code conv5} for sound, {@code stem} and {@code layer1} to {@code
 * layer4} for pictures), averaged likewise. Valid until the model is closed; belongs to one thread
 * at a time.
 */
public final class FeatureExtractor {
  /** The encoder's output, pooled. */
  public static final String ENCODER = "encoder";

  /** The embedding head's output. */
  public static final String HEAD = "head";

  private final SameDiffEngine engine;
  private final Tower stream;
  private final String layer;
  private final int size;

  private FeatureExtractor(SameDiffEngine engine, Tower stream, String layer, int size) {
    this.engine = engine;
    this.stream = stream;
    this.layer = layer;
    this.size = size;
  }

  /**
   * Chooses a layer.
   *
   * @throws IllegalArgumentException if the stream's encoder has no such layer, the message names
   *     those that it has; or if it was imported without this part and never trained
   */
  public static FeatureExtractor of(TrainedModel model, Tower stream, String layer) {
    SameDiffEngine engine = model.engine();
    String tower = stream.name().toLowerCase(Locale.ROOT) + ".";
    model.requireTrained(tower);
    if (layer.equals(HEAD)) {
      model.requireTrained(HEAD + "." + tower);
    }
    int size =
        switch (layer) {
          case ENCODER ->
              stream == Tower.VIDEO ? engine.videoFeatureSize() : engine.audioFeatureSize();
          case HEAD -> engine.embeddingSize();
          default -> engine.layerShape(stream, layer).get(0);
        };
    return new FeatureExtractor(engine, stream, layer, size);
  }

  /** Returns the stream whose clips are taken. */
  public Tower stream() {
    return stream;
  }

  /** Returns the layer's name. */
  public String layer() {
    return layer;
  }

  /** Returns the length of a vector. */
  public int size() {
    return size;
  }

  /**
   * Returns the vectors {@code [n, size()]} of {@code n} clips.
   *
   * @param clips as {@link avts.datasets.clip.ClipReader} gives them: {@code [n, C, T, H, W]} or
   *     {@code [n, 1, filters, windows]}
   */
  public float[] extract(float[] clips, int n) {
    checkArgument(n >= 0, "the number of clips must not be negative, got %s", n);
    return switch (layer) {
      case ENCODER ->
          stream == Tower.VIDEO ? engine.encodeVideo(clips, n) : engine.encodeAudio(clips, n);
      case HEAD ->
          stream == Tower.VIDEO ? engine.embedVideo(clips, n) : engine.embedAudio(clips, n);
      default -> means(engine.layer(stream, layer, clips, n));
    };
  }

  /** Returns the encoder up to the layer as an ONNX model that gives the same vectors. */
  public OnnxModel model() {
    return switch (layer) {
      case ENCODER -> engine.encoderModel(stream);
      case HEAD -> engine.headModel(stream);
      default -> engine.layerModel(stream, layer);
    };
  }

  private static float[] means(LayerMaps maps) {
    int places = maps.places();
    float[] means = new float[maps.values().length / places];
    for (int row = 0; row < means.length; row++) {
      double sum = 0;
      for (int i = row * places; i < (row + 1) * places; i++) {
        sum += maps.values()[i];
      }
      means[row] = (float) (sum / places);
    }
    return means;
  }

  @Override
  public String toString() {
    return stream.name().toLowerCase(Locale.ROOT) + " " + layer;
  }
}
