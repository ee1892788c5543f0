package avts.pretrain.optim;

import avts.pretrain.engine.ParameterInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), as {@code torch.optim.Adam}.
 *
 * <pre>
 * g = gradient + weightDecay * p
 * m = m + (1 - beta1) * (g - m)
 * v = beta2 * v + (1 - beta2) * g * g
 * p = p - learningRate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 */
public final class Adam implements Optimizer {
  private static final String MEAN = "exp_avg";
  private static final String MEAN_SQUARE = "exp_avg_sq";

  private final OptimizerConfig config;
  private final Stretches stretches;
  private final float[] mean;
  private final float[] meanSquare;
  private long steps;

  /** Creates the rule with empty memory. */
  public Adam(OptimizerConfig config, List<ParameterInfo> parameters, RateFactors rates) {
    this.config = config;
    stretches = new Stretches(config.weightDecay(), parameters, rates);
    mean = new float[stretches.length()];
    meanSquare = new float[stretches.length()];
  }

  @Override
  public void step(float[] parameters, float[] gradient, double learningRate) {
    stretches.checkLengths(parameters, gradient);
    steps++;
    // StrictMath: the same bits on every machine and before and after compilation.
    double correction1 = 1 - StrictMath.pow(config.beta1(), (double) steps);
    float rootCorrection2 = (float) Math.sqrt(1 - StrictMath.pow(config.beta2(), (double) steps));
    float rate = (float) (learningRate / correction1);
    float keep2 = (float) config.beta2();
    float take1 = (float) (1 - config.beta1());
    float take2 = (float) (1 - config.beta2());
    float epsilon = (float) config.epsilon();
    stretches.forEach(
        (begin, end, decay, factor) -> {
          float own = factor * rate;
          for (int i = begin; i < end; i++) {
            float g = gradient[i] + decay * parameters[i];
            mean[i] += take1 * (g - mean[i]);
            meanSquare[i] = keep2 * meanSquare[i] + take2 * g * g;
            float root = (float) Math.sqrt(meanSquare[i]) / rootCorrection2 + epsilon;
            parameters[i] -= own * mean[i] / root;
          }
        });
  }

  @Override
  public OptimizerState state() {
    return new OptimizerState(steps, Map.of(MEAN, mean.clone(), MEAN_SQUARE, meanSquare.clone()));
  }

  @Override
  public void restore(OptimizerState state) {
    state.checkSlots(Set.of(MEAN, MEAN_SQUARE));
    state.copySlot(MEAN, mean);
    state.copySlot(MEAN_SQUARE, meanSquare);
    steps = state.steps();
  }
}
