package avts.pretrain.graph;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** First values of a parameter. */
@FunctionalInterface
public interface Initialiser {

  /** Fills {@code values}. */
  void fill(float[] values, RandomGenerator generator);

  /** Returns the one value everywhere. */
  static Initialiser constant(float value) {
    return (values, generator) -> Arrays.fill(values, value);
  }

  /**
   * Returns normal values of variance 2 / fanIn, which keeps the size of activations through ReLU
   * (He et al. 2015).
   *
   * @param fanIn number of inputs of one output
   */
  static Initialiser he(int fanIn) {
    return normal(Math.sqrt(2.0 / fanIn));
  }

  /** Returns normal values of mean 0. */
  static Initialiser normal(double standardDeviation) {
    return (values, generator) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (standardDeviation * generator.nextGaussian());
      }
    };
  }
}
