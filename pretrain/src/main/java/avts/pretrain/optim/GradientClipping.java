package avts.pretrain.optim;

/** Bounds the length of a gradient, as {@code torch.nn.utils.clip_grad_norm_}. */
public final class GradientClipping {

  private GradientClipping() {}

  /** Returns the L2 norm of {@code gradient}; NaN or infinite where a value is. */
  public static double norm(float[] gradient) {
    // Four sums, because each addition to a single one would wait for the one before.
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int whole = gradient.length / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      first += square(gradient[i]);
      second += square(gradient[i + 1]);
      third += square(gradient[i + 2]);
      fourth += square(gradient[i + 3]);
    }
    for (int i = whole; i < gradient.length; i++) {
      first += square(gradient[i]);
    }
    return Math.sqrt(first + second + (third + fourth));
  }

  private static double square(float value) {
    return (double) value * value;
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
