package avts.pretrain.optim;

/** Bounds the length of a gradient, as {@code torch.nn.utils.clip_grad_norm_}. */
public final class GradientClipping {

  private GradientClipping() {}

  /** Returns the L2 norm of {@code gradient}; NaN or infinite where a value is. */
  public static double norm(float[] gradient) {
    double sum = 0;
    for (float value : gradient) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /**
   * Scales {@code gradient} in place so that its L2 norm is at most {@code clipNorm}.
   *
   * @param norm the gradient's norm, from {@link #norm}
   * @param clipNorm longest allowed norm, 0 for no bound
   */
  public static void clip(float[] gradient, double norm, double clipNorm) {
    if (clipNorm == 0 || norm <= clipNorm) {
      return;
    }
    float scale = (float) (clipNorm / (norm + 1e-6));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
  }
}
