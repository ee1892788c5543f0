package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Settings of support vector regression. Source and target columns are standardised first, so
 * {@code epsilon} is in standard deviations of a target column.
 *
 * @param kernel inner product that is regressed on
 * @param c LIBSVM's C, the weight of errors beyond the tube, over 0
 * @param epsilon half the width of the tube inside of which errors cost nothing, 0 or more
 * @param gamma exponent of the RBF kernel exp(-gamma |x - x'|^2 / columns), over 0; 1 is
 *     scikit-learn's {@code scale}
 */
public record SvrConfig(Kernel kernel, double c, double epsilon, double gamma) {

  /** Inner product of two rows. */
  public enum Kernel {
    /** x . x'. */
    LINEAR,
    /** exp(-gamma |x - x'|^2 / columns). */
    RBF
  }

  /** Checks every range. */
  public SvrConfig {
    checkArgument(c > 0, "c must be over 0, got %s", c);
    checkArgument(epsilon >= 0, "epsilon must be 0 or more, got %s", epsilon);
    checkArgument(gamma > 0, "gamma must be over 0, got %s", gamma);
  }

  /** Returns the settings in one line. */
  String describe() {
    return "svr, "
        + (kernel == Kernel.RBF ? "rbf with gamma " + gamma : "linear")
        + ", c "
        + c
        + ", epsilon "
        + epsilon;
  }
}
