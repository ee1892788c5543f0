package avts.pretrain.loss;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Concatenated embeddings of all aligned, then all negative pairs: {@code [2B, 2E]}. */
final class PairRows extends SmallOp {

  /**
   * Adds the operation to the graph.
   *
   * @param video {@code [B, E]}
   * @param audio {@code [B, E]}
   * @param negative index of each clip's negative audio, {@code [B]}
   */
  PairRows(SDVariable video, SDVariable audio, SDVariable negative) {
    super("avts_pair_rows", 1, 2, video, audio, negative);
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] shape = inputShapes.get(0);
    return List.of(new long[] {2 * shape[0], 2 * shape[1]});
  }

  private static int partner(int row, double[] negative) {
    return row < negative.length ? row : (int) negative[row - negative.length];
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    int batch = inputs[2].length;
    int size = inputs[0].length / batch;
    double[] rows = new double[4 * batch * size];
    for (int row = 0; row < 2 * batch; row++) {
      int place = row * 2 * size;
      System.arraycopy(inputs[0], (row % batch) * size, rows, place, size);
      System.arraycopy(inputs[1], partner(row, inputs[2]) * size, rows, place + size, size);
    }
    return new double[][] {rows};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    int batch = inputs[2].length;
    int size = inputs[0].length / batch;
    double[][] gradients = {new double[batch * size], new double[batch * size]};
    for (int row = 0; row < 2 * batch; row++) {
      int video = (row % batch) * size;
      int audio = partner(row, inputs[2]) * size;
      for (int k = 0; k < size; k++) {
        gradients[0][video + k] += outputGradient[row * 2 * size + k];
        gradients[1][audio + k] += outputGradient[row * 2 * size + size + k];
      }
    }
    return gradients;
  }
}
