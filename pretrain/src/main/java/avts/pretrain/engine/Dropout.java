package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.random.RandomGenerator;

/**
 * Which activations are dropped in training; what is kept is scaled so that its mean stays.
 *
 * @param input probability for each value of the input, 0 to below 1
 * @param hidden probability for each hidden unit, 0 to below 1
 * @param random source of the masks, drawn from at each step
 */
public record Dropout(double input, double hidden, RandomGenerator random) {

  /** Checks the probabilities. */
  public Dropout {
    checkArgument(input >= 0 && input < 1, "dropout must lie in 0..1, got %s", input);
    checkArgument(hidden >= 0 && hidden < 1, "dropout must lie in 0..1, got %s", hidden);
  }

  double of(int layer) {
    return layer == 0 ? input : hidden;
  }

  /** Draws a mask: 0 for what is dropped, 1 / (1 - p) for what is kept. */
  float[] mask(int length, double probability) {
    float[] mask = new float[length];
    float kept = (float) (1 / (1 - probability));
    for (int i = 0; i < length; i++) {
      mask[i] = random.nextFloat() < probability ? 0 : kept;
    }
    return mask;
  }
}
