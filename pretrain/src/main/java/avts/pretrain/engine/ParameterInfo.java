package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * One named array of a network.
 *
 * @param name full name in PyTorch's style, such as {@code video.layer1.0.conv1.0.weight}
 * @param shape lengths in PyTorch's order: conv3d OIDHW, conv2d OIHW, linear OI, batch norm C
 * @param role what the array is for
 * @param offset index of its first value in the flat vector of its kind
 */
public record ParameterInfo(String name, List<Integer> shape, Role role, int offset) {

  /** What an array is for, which decides how it is updated. */
  public enum Role {
    /** Weights of a convolution or linear layer: trained, with weight decay. */
    WEIGHT,
    /** Biases and batch-norm scales and shifts: trained, without weight decay. */
    BIAS,
    /** Running mean or variance of a batch norm: not trained, updated from the batch. */
    STATISTIC
  }

  /** Copies the shape and checks it. */
  public ParameterInfo {
    shape = List.copyOf(shape);
    checkArgument(
        shape.stream().allMatch(n -> n > 0), "%s: lengths must be positive, got %s", name, shape);
  }

  /** Returns the names of those of {@code infos} that have a role. */
  public static List<String> names(List<ParameterInfo> infos, Role role) {
    return infos.stream().filter(info -> info.role == role).map(ParameterInfo::name).toList();
  }

  /** Returns the length of a flat vector of {@code infos}. */
  public static int total(List<ParameterInfo> infos) {
    return infos.stream().mapToInt(ParameterInfo::size).sum();
  }

  /** Returns the number of values. */
  public int size() {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }
}
