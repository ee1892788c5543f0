package avts.datasets.synth;

import java.util.List;

/** A small classifier for the gates: standardised features, gradient descent, weak ridge. */
final class LogisticRegression {
  private static final int STEPS = 400;
  private static final double RATE = 0.5;
  private static final double RIDGE = 1e-3;

  private final double[] mean;
  private final double[] scale;
  private final double[] weights;

  private LogisticRegression(double[] mean, double[] scale) {
    this.mean = mean;
    this.scale = scale;
    this.weights = new double[mean.length + 1];
  }

  /** A labelled example. */
  @SuppressWarnings("ArrayRecordComponent")
  record Example(double[] features, boolean positive) {}

  static LogisticRegression train(List<Example> examples) {
    int size = examples.get(0).features().length;
    double[] mean = new double[size];
    double[] scale = new double[size];
    for (int i = 0; i < size; i++) {
      int feature = i;
      mean[i] = examples.stream().mapToDouble(e -> e.features()[feature]).average().orElseThrow();
      double centre = mean[i];
      double variance =
          examples.stream()
              .mapToDouble(e -> (e.features()[feature] - centre) * (e.features()[feature] - centre))
              .average()
              .orElseThrow();
      scale[i] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
    }
    LogisticRegression model = new LogisticRegression(mean, scale);
    for (int step = 0; step < STEPS; step++) {
      model.step(examples);
    }
    return model;
  }

  private void step(List<Example> examples) {
    double[] gradient = new double[weights.length];
    for (Example example : examples) {
      double error = 1 / (1 + Math.exp(-logit(example.features()))) - (example.positive() ? 1 : 0);
      for (int i = 0; i < mean.length; i++) {
        gradient[i] += error * (example.features()[i] - mean[i]) * scale[i];
      }
      gradient[mean.length] += error;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= RATE * (gradient[i] / examples.size() + RIDGE * weights[i]);
    }
  }

  private double logit(double[] features) {
    double sum = weights[mean.length];
    for (int i = 0; i < mean.length; i++) {
      sum += weights[i] * (features[i] - mean[i]) * scale[i];
    }
    return sum;
  }

  double accuracy(List<Example> examples) {
    long right = examples.stream().filter(e -> logit(e.features()) > 0 == e.positive()).count();
    return (double) right / examples.size();
  }
}
