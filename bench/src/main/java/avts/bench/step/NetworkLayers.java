package avts.bench.step;

import avts.bench.step.Layer.AddRelu;
import avts.bench.step.Layer.BatchNorm;
import avts.bench.step.Layer.Convolution;
import avts.bench.step.Layer.Linear;
import avts.bench.step.Layer.MaxPool;
import avts.bench.step.Layer.Rows;
import avts.bench.step.Layer.Unit;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down the layers of our networks anew, for engines that are not ours.
 *
 * <p>Nothing is taken from the classes that build the networks for our engine: that loss and
 * gradient of both agree says that either description is right.
 */
public final class NetworkLayers {
  /** Name of the pictures. */
  public static final String VIDEO = "video";

  /** Name of the filter banks. */
  public static final String AUDIO = "audio";

  /** Name of the pictures' embeddings. */
  public static final String VIDEO_EMBEDDING = "video_embedding";

  /** Name of the sounds' embeddings. */
  public static final String AUDIO_EMBEDDING = "audio_embedding";

  private static final int AUDIO_BANDS = 5;
  private static final int POOLED_COLUMNS = 4;
  private static final int STAGES = 4;

  private final NetworkConfig config;
  private final InputShape shape;
  private final List<Layer> layers = new ArrayList<>();

  /** Begins the layers of a network. */
  public NetworkLayers(NetworkConfig config, InputShape shape) {
    this.config = config;
    this.shape = shape;
  }

  /** Returns the layers of both towers and of InfoNCE with a learnt temperature between them. */
  public static List<Layer> pair(NetworkConfig config, InputShape shape) {
    return new NetworkLayers(config, shape)
        .video(VIDEO_EMBEDDING)
        .audio(AUDIO_EMBEDDING)
        .then(
            new Layer.InfoNce(
                VIDEO_EMBEDDING, AUDIO_EMBEDDING, "sync.log_temperature", StepTask.LOSS))
        .layers();
  }

  /** Returns what has been added. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** Adds the video tower. */
  public NetworkLayers video(String embedding) {
    String map = "v";
    stem(map);
    int frames = shape.frames();
    for (int stage = 1; stage <= STAGES; stage++) {
      int remaining = (frames - 1) / 2 + 1;
      boolean inTime = stage > 1 && overTime(stage) && remaining >= config.head().timeSteps();
      frames = inTime ? remaining : frames;
      List<Integer> first = stage == 1 ? List.of(1, 1, 1) : List.of(inTime ? 2 : 1, 2, 2);
      block("video.layer" + stage + ".0", stage, first, map);
      block("video.layer" + stage + ".1", stage, List.of(1, 1, 1), map);
    }
    int steps = config.head().timeSteps();
    layers.add(new Rows(map, map, 0, steps, steps));
    head("head.video", map, embedding);
    return this;
  }

  /** Returns whether a stage's convolutions reach over several frames. */
  private boolean overTime(int stage) {
    return switch (config.video().arch()) {
      case MC2_18, FRAME_2D -> false;
      case MC3_18 -> stage == 1;
      case R3D_18, R2PLUS1D_18 -> true;
    };
  }

  private void stem(String map) {
    int s = config.video().stemStride();
    if (config.video().arch() == Arch.R2PLUS1D_18) {
      convolution("video.stem.0", VIDEO, map, List.of(1, s, s), List.of(0, 3, 3));
      layers.add(new BatchNorm("video.stem.1", map, map, true));
      convolution("video.stem.3", map, map, List.of(1, 1, 1), List.of(1, 0, 0));
      layers.add(new BatchNorm("video.stem.4", map, map, true));
      return;
    }
    int depth = config.video().arch() == Arch.FRAME_2D ? 0 : 1;
    convolution("video.stem.0", VIDEO, map, List.of(1, s, s), List.of(depth, 3, 3));
    layers.add(new BatchNorm("video.stem.1", map, map, true));
  }

  private void block(String name, int stage, List<Integer> stride, String map) {
    boolean first = name.endsWith(".0");
    boolean shortcut = config.video().residual();
    String body = shortcut ? "body" : map;
    spatiotemporal(name + ".conv1", stage, stride, map, body);
    layers.add(new BatchNorm(name + ".conv1.1", body, body, true));
    spatiotemporal(name + ".conv2", stage, List.of(1, 1, 1), body, body);
    layers.add(new BatchNorm(name + ".conv2.1", body, body, !shortcut));
    if (!shortcut) {
      return;
    }
    if (first && stage > 1) {
      convolution(name + ".downsample.0", map, map, stride, List.of(0, 0, 0));
      layers.add(new BatchNorm(name + ".downsample.1", map, map, false));
    }
    layers.add(new AddRelu(body, map, map));
  }

  private void spatiotemporal(
      String name, int stage, List<Integer> stride, String input, String output) {
    if (config.video().arch() != Arch.R2PLUS1D_18) {
      int depth = overTime(stage) ? 1 : 0;
      convolution(name + ".0", input, output, stride, List.of(depth, 1, 1));
      return;
    }
    List<Integer> inSpace = List.of(1, stride.get(1), stride.get(2));
    List<Integer> inTime = List.of(stride.get(0), 1, 1);
    convolution(name + ".0.0", input, output, inSpace, List.of(0, 1, 1));
    layers.add(new BatchNorm(name + ".0.1", output, output, true));
    convolution(name + ".0.3", output, output, inTime, List.of(1, 0, 0));
  }

  private void convolution(
      String name, String input, String output, List<Integer> stride, List<Integer> padding) {
    layers.add(new Convolution(name, input, output, stride, padding));
  }

  /** Adds the audio tower. */
  public NetworkLayers audio(String embedding) {
    String map = "a";
    int steps = config.head().timeSteps();
    int columns = shape.windows();
    audioConvolution(1, AUDIO, map);
    int stride = config.audio().stemStride();
    if (stride > 1) {
      layers.add(new MaxPool(map, map, stride, List.of(stride, stride)));
      columns = (columns - stride) / stride + 1;
    }
    audioConvolution(2, map, map);
    columns = pool(columns, 1, map);
    audioConvolution(3, map, map);
    audioConvolution(4, map, map);
    audioConvolution(5, map, map);
    pool(columns, 2, map);
    layers.add(new Rows(map, map, AUDIO_BANDS, steps == 1 ? POOLED_COLUMNS : steps, steps));
    head("head.audio", map, embedding);
    return this;
  }

  private void audioConvolution(int layer, String input, String output) {
    convolution("audio.conv" + layer, input, output, List.of(1, 1), List.of(1, 1));
    layers.add(new BatchNorm("audio.bn" + layer, output, output, true));
  }

  /** Adds a pooling that halves time where enough columns remain, and returns what remains. */
  private int pool(int columns, int rowStride, String map) {
    int halved = (columns - 3) / 2 + 1;
    int stride = halved >= config.head().timeSteps() ? 2 : 1;
    layers.add(new MaxPool(map, map, 3, List.of(rowStride, stride)));
    return (columns - 3) / stride + 1;
  }

  private void head(String name, String rows, String embedding) {
    layers.add(new Linear(name + ".fc1", rows, rows));
    layers.add(new BatchNorm(name + ".bn1", rows, rows, true));
    layers.add(new Linear(name + ".fc2", rows, rows));
    layers.add(new Unit(rows, embedding, config.head().timeSteps()));
  }

  /** Adds a last layer. */
  NetworkLayers then(Layer layer) {
    layers.add(layer);
    return this;
  }
}
