package avts.pretrain.loss;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Euclidean distances of each clip's aligned and negative pair; not differentiated. */
final class PairDistances extends SmallOp {

  /** Distances below this one count as this one where they are a divisor. */
  static final double LEAST = 1e-8;

  /**
   * Adds the operation to the graph.
   *
   * @param video {@code [B, E]}
   * @param audio {@code [B, E]}
   * @param negative index of each clip's negative audio, {@code [B]}
   */
  PairDistances(SDVariable video, SDVariable audio, SDVariable negative) {
    super("avts_pair_distances", 2, 0, video, audio, negative);
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] batch = {inputShapes.get(0)[0]};
    return List.of(batch, batch);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    return of(inputs[0], inputs[1], inputs[2]);
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    throw new UnsupportedOperationException("distances are reported, not trained on");
  }

  /** Returns the distances of the aligned pairs and of the negative ones. */
  static double[][] of(double[] video, double[] audio, double[] negative) {
    int batch = negative.length;
    int size = video.length / batch;
    double[][] distances = new double[2][batch];
    for (int i = 0; i < batch; i++) {
      distances[0][i] = distance(video, i * size, audio, i * size, size);
      distances[1][i] = distance(video, i * size, audio, ((int) negative[i]) * size, size);
    }
    return distances;
  }

  private static double distance(
      double[] video, int videoStart, double[] audio, int audioStart, int size) {
    double square = 0;
    for (int k = 0; k < size; k++) {
      double difference = video[videoStart + k] - audio[audioStart + k];
      square += difference * difference;
    }
    return Math.sqrt(square);
  }
}
