package avts.pretrain.model;

import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Channels;
import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.Relu;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * 18-layer video networks with 2D, 3D or (2+1)D convolutions (Tran et al. 2018, table 1), named and
 * laid out as in torchvision's {@code video.resnet}; without shortcuts they are the video subnet of
 * AVTS (Korbar et al. 2018, section 3.3).
 *
 * <pre>
 * stem    3x7x7, 64 (1x7x7, 45 and 3x1x1, 64 in R(2+1)D)   stride 1, 2, 2
 * layer1  two blocks of two convolutions, 64               stride 1
 * layer2  the same, 128                                    stride 2 (in time only where 3D)
 * layer3  the same, 256                                    stride 2
 * layer4  the same, 512                                    stride 2
 * </pre>
 *
 * <p>Deviation: a stage does not step in time where fewer frames than the embedding's time steps
 * would remain. Parameters with torchvision's 400-class head, width 1, RGB: mc3-18 11 695 440,
 * r3d-18 33 371 472, r2plus1d-18 31 505 325.
 */
public final class VideoEncoder {

  private static final int[] STAGE_CHANNELS = {64, 128, 256, 512};
  private static final int R2PLUS1D_STEM = 45;

  private final NetworkConfig.Video config;
  private final InputShape input;
  private final int timeSteps;

  /**
   * Describes an encoder.
   *
   * @param timeSteps frames that must remain at the end
   */
  public VideoEncoder(NetworkConfig.Video config, InputShape input, int timeSteps) {
    this.config = config;
    this.input = input;
    this.timeSteps = timeSteps;
  }

  /** Returns the channels of the encoder's output. */
  public int outputChannels() {
    return NetworkConfig.scaled(STAGE_CHANNELS[3], config.width());
  }

  /**
   * Adds the encoder to a graph.
   *
   * @param clip {@code [N, C, T, H, W]}
   * @return output {@code [N, outputChannels(), T', H', W']}; layers stem and layer1 to layer4, as
   *     torchvision names them
   */
  public EncoderMaps build(Layers layers, SDVariable clip) {
    return buildFrom(VideoStage.STAGE1, layers, clip);
  }

  /**
   * Adds the encoder's upper stages to a graph.
   *
   * @param first the lowest stage that is added
   * @param input output of the stage below it, or the clips {@code [N, C, T, H, W]} for the first
   * @return as {@link #build}; layers from the first stage added
   */
  public EncoderMaps buildFrom(VideoStage first, Layers layers, SDVariable input) {
    return new Builder(layers).build(first.number(), input);
  }

  /** Returns whether stage 1..4 convolves over time. */
  private boolean convolvesOverTime(int stage) {
    return switch (config.arch()) {
      case MC2_18, FRAME_2D -> false;
      case MC3_18 -> stage == 1;
      case R3D_18, R2PLUS1D_18 -> true;
    };
  }

  private static Geometry geometry(Extent kernel, Extent stride) {
    return new Geometry(
        kernel, stride, new Extent(kernel.depth() / 2, kernel.height() / 2, kernel.width() / 2));
  }

  /**
   * Where a block's two convolutions begin and end.
   *
   * @param name such as {@code video.layer1.0}
   * @param stage 1..4
   * @param channels of the block
   * @param stride of its first convolution
   */
  private record Block(String name, int stage, Channels channels, Extent stride) {

    boolean changesShape() {
      return channels.input() != channels.output() || !stride.equals(new Extent(1, 1, 1));
    }

    /** Returns the channels between the two parts of a (2+1)D convolution, as torchvision does. */
    int middle() {
      int in = channels.input();
      int out = channels.output();
      return Math.max(1, (in * out * 3 * 3 * 3) / (in * 3 * 3 + 3 * out));
    }
  }

  /** Adds one encoder to one graph. */
  private final class Builder {

    private final Layers layers;
    private int frames = input.frames();

    Builder(Layers layers) {
      this.layers = layers;
    }

    /** Adds the stem, where {@code first} is 0, and the stages of blocks from {@code first} on. */
    EncoderMaps build(int first, SDVariable input) {
      Map<String, SDVariable> maps = new LinkedHashMap<>();
      int channels = NetworkConfig.scaled(STAGE_CHANNELS[Math.max(0, first - 2)], config.width());
      SDVariable x = input;
      if (first == 0) {
        x = stem(x, channels); // [N, 64, T, H/2, W/2]
        maps.put(VideoStage.STAGE1.layer(), x);
      }
      for (int stage = 1; stage <= 4; stage++) { // [N, 512, T or T/8, H/16, W/16] at the end
        int output = NetworkConfig.scaled(STAGE_CHANNELS[stage - 1], config.width());
        // Asked for stages that are left out too: it counts the frames that remain.
        Extent entry = stage > 1 ? stageStride(stage) : new Extent(1, 1, 1);
        if (stage < first) {
          continue;
        }
        for (int block = 0; block < 2; block++) {
          Extent stride = block == 0 ? entry : new Extent(1, 1, 1);
          String name = "video.layer" + stage + "." + block;
          x = block(new Block(name, stage, new Channels(channels, output), stride), x);
          channels = output;
        }
        maps.put("layer" + stage, x);
      }
      return new EncoderMaps(x, maps);
    }

    private Extent stageStride(int stage) {
      int remaining = (frames - 1) / 2 + 1;
      boolean inTime = convolvesOverTime(stage) && remaining >= timeSteps;
      frames = inTime ? remaining : frames;
      return new Extent(inTime ? 2 : 1, 2, 2);
    }

    private SDVariable stem(SDVariable clip, int channels) {
      int s = config.stemStride();
      if (config.arch() == Arch.R2PLUS1D_18) {
        int middle = NetworkConfig.scaled(R2PLUS1D_STEM, config.width());
        SDVariable x =
            layers.conv3d(
                "video.stem.0",
                clip,
                new Channels(input.channels(), middle),
                geometry(new Extent(1, 7, 7), new Extent(1, s, s)));
        x = layers.batchNormRelu("video.stem.1", x, middle);
        x =
            layers.conv3d(
                "video.stem.3",
                x,
                new Channels(middle, channels),
                geometry(new Extent(3, 1, 1), new Extent(1, 1, 1)));
        return layers.batchNormRelu("video.stem.4", x, channels);
      }
      int depth = config.arch() == Arch.FRAME_2D ? 1 : 3;
      SDVariable x =
          layers.conv3d(
              "video.stem.0",
              clip,
              new Channels(input.channels(), channels),
              geometry(new Extent(depth, 7, 7), new Extent(1, s, s)));
      return layers.batchNormRelu("video.stem.1", x, channels);
    }

    private SDVariable block(Block block, SDVariable x) {
      int output = block.channels().output();
      SDVariable y = convolution(block, "conv1", block.channels(), block.stride(), x);
      y = layers.batchNormRelu(block.name() + ".conv1.1", y, output);
      y = convolution(block, "conv2", new Channels(output, output), new Extent(1, 1, 1), y);
      if (!config.residual()) {
        return layers.batchNormRelu(block.name() + ".conv2.1", y, output);
      }
      y = layers.batchNorm(block.name() + ".conv2.1", y, output);
      return Relu.ofSum(y, shortcut(block, x));
    }

    private SDVariable shortcut(Block block, SDVariable x) {
      if (!block.changesShape()) {
        return x;
      }
      String name = block.name() + ".downsample";
      SDVariable y =
          layers.conv3d(
              name + ".0", x, block.channels(), geometry(new Extent(1, 1, 1), block.stride()));
      return layers.batchNorm(name + ".1", y, block.channels().output());
    }

    private SDVariable convolution(
        Block block, String which, Channels channels, Extent stride, SDVariable x) {
      String name = block.name() + "." + which + ".0";
      if (config.arch() != Arch.R2PLUS1D_18) {
        int depth = convolvesOverTime(block.stage()) ? 3 : 1;
        return layers.conv3d(name, x, channels, geometry(new Extent(depth, 3, 3), stride));
      }
      int middle = block.middle();
      SDVariable y =
          layers.conv3d(
              name + ".0",
              x,
              new Channels(channels.input(), middle),
              geometry(new Extent(1, 3, 3), new Extent(1, stride.height(), stride.width())));
      y = layers.batchNormRelu(name + ".1", y, middle);
      return layers.conv3d(
          name + ".3",
          y,
          new Channels(middle, channels.output()),
          geometry(new Extent(3, 1, 1), new Extent(stride.depth(), 1, 1)));
    }
  }
}
