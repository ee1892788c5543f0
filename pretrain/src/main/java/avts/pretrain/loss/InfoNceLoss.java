package avts.pretrain.loss;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Symmetric InfoNCE over a batch (van den Oord et al. 2018): the mean, over clips and over both
 * directions, of the cross-entropy of finding a clip's own sound among all sounds, or its own
 * picture among all pictures. Logits are inner products divided by the temperature.
 */
final class InfoNceLoss extends SmallOp {

  private final double temperature;

  /**
   * Adds the loss with a fixed temperature to the graph.
   *
   * @param video {@code [B, E]}
   * @param audio {@code [B, E]}
   */
  InfoNceLoss(SDVariable video, SDVariable audio, double temperature) {
    super("avts_infonce_loss", 1, 2, video, audio);
    this.temperature = temperature;
  }

  /**
   * Adds the loss with a trained temperature to the graph.
   *
   * @param video {@code [B, E]}
   * @param audio {@code [B, E]}
   * @param logTemperature natural logarithm of the temperature, {@code [1]}
   */
  InfoNceLoss(SDVariable video, SDVariable audio, SDVariable logTemperature) {
    super("avts_infonce_loss", 1, 3, video, audio, logTemperature);
    temperature = 0; // not used
  }

  private double scale(double[][] inputs) {
    return inputs.length == 3 ? Math.exp(-inputs[2][0]) : 1 / temperature;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[][] logits = logits(inputs, shapes);
    double[][] transposed = transpose(logits);
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += logSumExp(logits[i]) + logSumExp(transposed[i]) - 2 * logits[i][i];
    }
    return new double[][] {{sum / (2 * logits.length)}};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[][] logits = logits(inputs, shapes);
    double[][] transposed = transpose(logits);
    int batch = logits.length;
    int size = inputs[0].length / batch;
    double scale = scale(inputs);
    double temperatureGradient = 0;
    double[][] gradients = {new double[batch * size], new double[batch * size]};
    double[] rowSums = new double[batch];
    double[] columnSums = new double[batch];
    for (int i = 0; i < batch; i++) {
      rowSums[i] = logSumExp(logits[i]);
      columnSums[i] = logSumExp(transposed[i]);
    }
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        double probability =
            Math.exp(logits[i][j] - rowSums[i]) + Math.exp(logits[i][j] - columnSums[j]);
        double logitGradient = outputGradient[0] * (probability - (i == j ? 2 : 0)) / (2 * batch);
        temperatureGradient -= logitGradient * logits[i][j];
        for (int k = 0; k < size; k++) {
          gradients[0][i * size + k] += logitGradient * scale * inputs[1][j * size + k];
          gradients[1][j * size + k] += logitGradient * scale * inputs[0][i * size + k];
        }
      }
    }
    return inputs.length == 2
        ? gradients
        : new double[][] {gradients[0], gradients[1], {temperatureGradient}};
  }

  private double[][] logits(double[][] inputs, List<long[]> shapes) {
    int batch = Math.toIntExact(shapes.get(0)[0]);
    int size = inputs[0].length / batch;
    double scale = scale(inputs);
    double[][] logits = new double[batch][batch];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < batch; j++) {
        double product = 0;
        for (int k = 0; k < size; k++) {
          product += inputs[0][i * size + k] * inputs[1][j * size + k];
        }
        logits[i][j] = product * scale;
      }
    }
    return logits;
  }

  private static double[][] transpose(double[][] square) {
    double[][] transposed = new double[square.length][square.length];
    for (int i = 0; i < square.length; i++) {
      for (int j = 0; j < square.length; j++) {
        transposed[j][i] = square[i][j];
      }
    }
    return transposed;
  }

  private static double logSumExp(double[] values) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - greatest);
    }
    return greatest + Math.log(sum);
  }
}
