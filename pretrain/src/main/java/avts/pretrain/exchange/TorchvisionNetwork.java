package avts.pretrain.exchange;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.checkpoint.SafetensorsReader.Entry;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.NetworkConfig.Arch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The video networks of {@code torchvision.models.video.resnet}, all of which {@link
 * avts.pretrain.model.VideoEncoder} can be: three colours, width 1, with shortcuts, a stem that
 * steps by 2, batch norms with epsilon 1e-5.
 */
public enum TorchvisionNetwork {
  /** {@code mc3_18}: stem and first stage 3D, the others 2D. */
  MC3_18("mc3-18", Arch.MC3_18),
  /** {@code r3d_18}: all 3D. */
  R3D_18("r3d-18", Arch.R3D_18),
  /** {@code r2plus1d_18}: 2D in space, then 1D in time. */
  R2PLUS1D_18("r2plus1d-18", Arch.R2PLUS1D_18);

  private static final double EPSILON = 1e-5;
  private static final int COLOURS = 3;
  private static final int STEM_STRIDE = 2;

  private final String label;
  private final Arch arch;

  TorchvisionNetwork(String label, Arch arch) {
    this.label = label;
    this.arch = arch;
  }

  /** Returns the name in configurations and on the command line, such as {@code mc3-18}. */
  public String label() {
    return label;
  }

  /**
   * Checks that a configuration describes this very network.
   *
   * @throws IllegalArgumentException if not; the message names the key, its value and the one that
   *     is needed
   */
  public void require(NetworkConfig network, InputShape input) {
    NetworkConfig.Video video = network.video();
    require("network.video.arch", arch, video.arch());
    require("network.video.width", 1.0, video.width());
    require("network.video.residual", true, video.residual());
    require("network.video.stem_stride", STEM_STRIDE, video.stemStride());
    require("network.batch_norm_epsilon", EPSILON, network.batchNormEpsilon());
    require("clip.channels", COLOURS, input.channels());
    int remaining = remainingFrames(input.frames());
    checkArgument(
        network.head().timeSteps() <= remaining,
        "network.head.time_steps must be at most the %s frames that %s leaves of clip.frames %s,"
            + " got %s",
        remaining,
        label,
        input.frames(),
        network.head().timeSteps());
  }

  private void require(String key, Object expected, Object actual) {
    checkArgument(
        expected.equals(actual), "%s must be %s for %s, got %s", key, expected, label, actual);
  }

  /** More time steps than these would keep a stage from stepping in time, as torchvision's do. */
  private int remainingFrames(int frames) {
    int remaining = frames;
    for (int stage = 2; stage <= 4 && arch != Arch.MC3_18; stage++) {
      remaining = (remaining - 1) / 2 + 1;
    }
    return remaining;
  }

  /** Returns the network whose state dict looks like {@code entries}. */
  static Optional<TorchvisionNetwork> recognise(Map<String, Entry> entries) {
    if (entries.containsKey("stem.3.weight")) {
      return Optional.of(R2PLUS1D_18);
    }
    Entry second = entries.get("layer2.0.conv1.0.weight");
    if (second == null || second.shape().size() != 5) {
      return Optional.empty();
    }
    List<Integer> shape = second.shape();
    return Optional.of(shape.get(2) == 1 ? MC3_18 : R3D_18);
  }
}
