package avts.pretrain.loss;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Margin contrastive loss over the aligned and the negative pair of each clip (Korbar et al. 2018;
 * Hadsell et al. 2006): the mean over the 2B pairs of d^2 for aligned and max(margin - d, 0)^2 for
 * negative ones, d the Euclidean distance of the embeddings.
 */
final class MarginLoss extends SmallOp {

  private final double margin;

  /**
   * Adds the loss to the graph.
   *
   * @param video {@code [B, E]}
   * @param audio {@code [B, E]}
   * @param negative index of each clip's negative audio, {@code [B]}
   */
  MarginLoss(SDVariable video, SDVariable audio, SDVariable negative, double margin) {
    super("avts_margin_loss", 3, 2, video, audio, negative);
    this.margin = margin;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] batch = {inputShapes.get(0)[0]};
    return List.of(new long[0], batch, batch);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[][] distances = PairDistances.of(inputs[0], inputs[1], inputs[2]);
    int batch = inputs[2].length;
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      double lack = Math.max(margin - distances[1][i], 0);
      sum += distances[0][i] * distances[0][i] + lack * lack;
    }
    return new double[][] {{sum / (2 * batch)}, distances[0], distances[1]};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] video = inputs[0];
    double[] audio = inputs[1];
    double[][] distances = PairDistances.of(video, audio, inputs[2]);
    double[][] gradients = {new double[video.length], new double[audio.length]};
    int batch = inputs[2].length;
    int size = video.length / batch;
    double share = outputGradient[0] / (2 * batch);
    for (int i = 0; i < batch; i++) {
      addPair(inputs, gradients, new int[] {i * size, i * size, size}, 2 * share);
      double distance = distances[1][i];
      if (distance < margin) {
        int other = ((int) inputs[2][i]) * size;
        double pull = -2 * share * (margin - distance) / Math.max(distance, PairDistances.LEAST);
        addPair(inputs, gradients, new int[] {i * size, other, size}, pull);
      }
    }
    return gradients;
  }

  /** Adds factor * (video - audio) to the video's derivative and its opposite to the audio's. */
  private static void addPair(
      double[][] inputs, double[][] gradients, int[] startsAndSize, double factor) {
    for (int k = 0; k < startsAndSize[2]; k++) {
      int v = startsAndSize[0] + k;
      int a = startsAndSize[1] + k;
      double difference = factor * (inputs[0][v] - inputs[1][a]);
      gradients[0][v] += difference;
      gradients[1][a] -= difference;
    }
  }
}
