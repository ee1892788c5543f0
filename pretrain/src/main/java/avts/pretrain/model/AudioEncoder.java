package avts.pretrain.model;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.ops.MaxPool;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * VGG-M-like network on a log filter bank, after the audio stream of SyncNet (Chung and Zisserman
 * 2016), which AVTS follows.
 *
 * <pre>
 *            out of 40 x 99     kernel, stride
 * conv1  64  40 x 99            3x3, 1
 * conv2 192  40 x 99            3x3, 1
 * pool2      38 x 49            3x3, 1 and 2
 * conv3 384  38 x 49            3x3, 1
 * conv4 256  38 x 49            3x3, 1
 * conv5 256  38 x 49            3x3, 1
 * pool5      18 x 24            3x3, 2
 * </pre>
 *
 * <p>Batch norm and ReLU follow each convolution. Deviations: pool2 and pool5 do not step in time
 * where fewer columns than the embedding's time steps would remain; with {@code stem_stride} over 1
 * the largest of so many rows and columns is taken after conv1, for speed.
 */
public final class AudioEncoder {

  private static final int[] CHANNELS = {64, 192, 384, 256, 256};
  private static final int POOL = 3;

  private final NetworkConfig.Audio config;
  private final InputShape input;
  private final int timeSteps;

  /**
   * Describes an encoder.
   *
   * @param timeSteps columns that must remain at the end
   */
  public AudioEncoder(NetworkConfig.Audio config, InputShape input, int timeSteps) {
    this.config = config;
    this.input = input;
    this.timeSteps = timeSteps;
  }

  /** Returns the channels of the encoder's output. */
  public int outputChannels() {
    return NetworkConfig.scaled(CHANNELS[4], config.width());
  }

  /**
   * Adds the encoder to a graph.
   *
   * @param logMel {@code [N, 1, filters, windows]}
   * @return output {@code [N, outputChannels(), filters', windows']}; layers {@code conv1} to
   *     {@code conv5}
   */
  public EncoderMaps build(Layers layers, SDVariable logMel) {
    int rows = input.filters();
    int columns = input.windows();
    Map<String, SDVariable> maps = new LinkedHashMap<>();
    SDVariable x = convolution(layers, 1, 1, logMel);
    maps.put("conv1", x);
    if (config.stemStride() > 1) {
      int stride = config.stemStride();
      x = MaxPool.of(x, stride, stride, stride);
      rows = pooled(rows, stride, stride);
      columns = pooled(columns, stride, stride);
    }
    x = convolution(layers, 2, channels(1), x);
    maps.put("conv2", x);
    int stride2 = timeStride(columns);
    x = MaxPool.of(x, POOL, 1, stride2);
    columns = pooled(columns, POOL, stride2);
    for (int layer = 3; layer <= 5; layer++) {
      x = convolution(layers, layer, channels(layer - 1), x);
      maps.put("conv" + layer, x);
    }
    checkArgument(
        pooled(rows, POOL, 1) >= POOL && columns >= POOL,
        "filter bank of %sx%s is too small for the audio encoder",
        input.filters(),
        input.windows());
    return new EncoderMaps(MaxPool.of(x, POOL, 2, timeStride(columns)), maps);
  }

  private int timeStride(int columns) {
    return pooled(columns, POOL, 2) >= timeSteps ? 2 : 1;
  }

  private static int pooled(int length, int kernel, int stride) {
    return (length - kernel) / stride + 1;
  }

  private int channels(int layer) {
    return NetworkConfig.scaled(CHANNELS[layer - 1], config.width());
  }

  private SDVariable convolution(Layers layers, int layer, int inputChannels, SDVariable x) {
    int output = channels(layer);
    SDVariable y = layers.conv2d("audio.conv" + layer, x, new Channels(inputChannels, output), 3);
    return layers.batchNormRelu("audio.bn" + layer, y, output);
  }
}
