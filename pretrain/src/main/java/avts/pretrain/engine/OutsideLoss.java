package avts.pretrain.engine;

import avts.pretrain.graph.ops.SmallOp;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss that is calculated outside its graph, because it takes embeddings of other graphs too.
 *
 * <p>Where the backward pass begins, the graph hands its embeddings out and waits for the
 * derivative with respect to them. The value inside the graph is 0 and means nothing.
 */
final class OutsideLoss extends SmallOp {

  /** Calculates the loss. */
  @FunctionalInterface
  interface Source {

    /** Returns the derivative of the loss with respect to the embeddings of a graph's clips. */
    TowerVectors derivatives(TowerVectors embeddings);
  }

  private final Source source;

  /**
   * Adds the loss to the graph.
   *
   * @param video embeddings {@code [B, E]}
   * @param audio embeddings {@code [B, E]}
   */
  OutsideLoss(SDVariable video, SDVariable audio, Source source) {
    super("avts_outside_loss", 1, 2, video, audio);
    this.source = source;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(new long[0]);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    return new double[][] {{0}};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    TowerVectors derivatives = source.derivatives(new TowerVectors(inputs[0], inputs[1]));
    return new double[][] {derivatives.video(), derivatives.audio()};
  }
}
