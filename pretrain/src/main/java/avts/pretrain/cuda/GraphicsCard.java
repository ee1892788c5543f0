package avts.pretrain.cuda;

/**
 * A graphics card of NVIDIA.
 *
 * @param name its product name, such as {@code NVIDIA GeForce RTX 3090}
 * @param capability what machine code it runs
 */
public record GraphicsCard(String name, ComputeCapability capability) {

  @Override
  public String toString() {
    return name + ", compute capability " + capability;
  }
}
