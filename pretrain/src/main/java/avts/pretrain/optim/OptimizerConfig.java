package avts.pretrain.optim;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.ParameterInfo;
import java.util.List;

/**
 * How the parameters follow the gradient.
 *
 * @param kind sgd (with heavy-ball momentum) or adam, both exactly as in PyTorch
 * @param learningRate step size before the schedule's factor, greater than 0
 * @param momentum share of the previous update that sgd keeps, 0..1 without 1; adam ignores it
 * @param weightDecay factor of each weight that is added to its gradient, at least 0; never applied
 *     to biases and batch-norm parameters
 * @param beta1 adam's decay of the mean of gradients, 0..1 without 1
 * @param beta2 adam's decay of the mean of squared gradients, 0..1 without 1
 * @param epsilon what adam adds to the root of the mean square, greater than 0
 * @param clipNorm longest allowed gradient in L2 norm; longer ones are scaled down; 0 switches
 *     clipping off
 */
public record OptimizerConfig(
    Kind kind,
    double learningRate,
    double momentum,
    double weightDecay,
    double beta1,
    double beta2,
    double epsilon,
    double clipNorm) {

  /** The update rules to choose from. */
  public enum Kind {
    /** Stochastic gradient descent with heavy-ball momentum. */
    SGD,
    /** Kingma and Ba 2015, with weight decay added to the gradient. */
    ADAM
  }

  /** Checks the ranges. */
  public OptimizerConfig {
    checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "learning_rate must be greater than 0, got %s",
        learningRate);
    checkArgument(momentum >= 0 && momentum < 1, "momentum must lie in 0..1, got %s", momentum);
    checkArgument(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight_decay must not be negative, got %s",
        weightDecay);
    checkArgument(beta1 >= 0 && beta1 < 1, "beta1 must lie in 0..1, got %s", beta1);
    checkArgument(beta2 >= 0 && beta2 < 1, "beta2 must lie in 0..1, got %s", beta2);
    checkArgument(
        epsilon > 0 && Double.isFinite(epsilon), "epsilon must be greater than 0, got %s", epsilon);
    checkArgument(
        clipNorm >= 0 && Double.isFinite(clipNorm),
        "clip_norm must not be negative, got %s",
        clipNorm);
  }

  /** Returns a fresh optimiser with the same learning rate for the whole network. */
  public Optimizer create(List<ParameterInfo> parameters) {
    return create(parameters, RateFactors.same());
  }

  /**
   * Returns a fresh optimiser for a flat vector laid out as {@code parameters} say.
   *
   * @param rates factors of the learning rate for parts of the network
   */
  public Optimizer create(List<ParameterInfo> parameters, RateFactors rates) {
    return switch (kind) {
      case SGD -> new Sgd(this, parameters, rates);
      case ADAM -> new Adam(this, parameters, rates);
    };
  }
}
