package avts.pretrain.optim;

import avts.pretrain.engine.ParameterInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stochastic gradient descent with heavy-ball momentum, as {@code torch.optim.SGD} without
 * dampening and Nesterov.
 *
 * <pre>
 * g = gradient + weightDecay * p
 * b = momentum * b + g
 * p = p - learningRate * b
 * </pre>
 */
public final class Sgd implements Optimizer {
  private static final String MOMENTUM = "momentum_buffer";

  private final float momentum;
  private final Stretches stretches;
  private final float[] buffer;
  private long steps;

  /** Creates the rule with empty memory. */
  public Sgd(OptimizerConfig config, List<ParameterInfo> parameters, RateFactors rates) {
    momentum = (float) config.momentum();
    stretches = new Stretches(config.weightDecay(), parameters, rates);
    buffer = new float[stretches.length()];
  }

  @Override
  public void step(float[] parameters, float[] gradient, double learningRate) {
    stretches.checkLengths(parameters, gradient);
    float rate = (float) learningRate;
    stretches.forEach(
        (begin, end, decay, factor) -> {
          float own = factor * rate;
          for (int i = begin; i < end; i++) {
            float g = gradient[i] + decay * parameters[i];
            buffer[i] = momentum * buffer[i] + g;
            parameters[i] -= own * buffer[i];
          }
        });
    steps++;
  }

  @Override
  public OptimizerState state() {
    return new OptimizerState(steps, Map.of(MOMENTUM, buffer.clone()));
  }

  @Override
  public void restore(OptimizerState state) {
    state.checkSlots(Set.of(MOMENTUM));
    state.copySlot(MOMENTUM, buffer);
    steps = state.steps();
  }
}
