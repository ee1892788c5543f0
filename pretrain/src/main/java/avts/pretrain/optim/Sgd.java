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
  private final WeightDecay decay;
  private final float[] buffer;
  private long steps;

  /** Creates the rule with empty memory. */
  public Sgd(OptimizerConfig config, List<ParameterInfo> parameters) {
    momentum = (float) config.momentum();
    decay = new WeightDecay(config.weightDecay(), parameters);
    buffer = new float[decay.length()];
  }

  @Override
  public void step(float[] parameters, float[] gradient, double learningRate) {
    decay.checkLengths(parameters, gradient);
    float rate = (float) learningRate;
    decay.forEachStretch(
        (begin, end, factor) -> {
          for (int i = begin; i < end; i++) {
            float g = gradient[i] + factor * parameters[i];
            buffer[i] = momentum * buffer[i] + g;
            parameters[i] -= rate * buffer[i];
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
