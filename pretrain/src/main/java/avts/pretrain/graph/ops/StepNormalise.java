package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Joins the rows of a clip's time steps to one embedding, each step scaled to a length.
 *
 * <p>With n steps every step is multiplied by 1/sqrt(n), so that the squared distance of two
 * embeddings is the mean of the squared distances of their steps.
 */
public final class StepNormalise extends SmallOp {

  /** Below this length a step is divided by this length instead of its own. */
  private static final double LEAST_LENGTH = 1e-8;

  private final int timeSteps;
  private final double length;

  private StepNormalise(SDVariable rows, int timeSteps, double length) {
    super("avts_step_normalise", 1, 1, rows);
    this.timeSteps = timeSteps;
    this.length = length;
  }

  /**
   * Adds the operation to the graph.
   *
   * @param rows {@code [N * timeSteps, E]}
   * @param length Euclidean length of a step before the factor 1/sqrt(n); 0 leaves lengths alone
   * @return {@code [N, timeSteps * E]}
   */
  public static SDVariable of(SDVariable rows, int timeSteps, double length) {
    return new StepNormalise(rows, timeSteps, length).outputVariable();
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    String unit = input(0);
    if (length != 0) {
      String norm = nodes.node("ReduceL2", unit).ints("axes", 1).integer("keepdims", 1).value();
      unit =
          nodes
              .node("Div", unit, nodes.node("Max", norm, nodes.real(LEAST_LENGTH)).value())
              .value();
    }
    double factor = (length == 0 ? 1 : length) / Math.sqrt(timeSteps);
    String scaled = nodes.node("Mul", unit, nodes.real(factor)).value();
    String size =
        nodes
            .node("Gather", nodes.node("Shape", scaled).value(), nodes.integers(1))
            .integer("axis", 0)
            .value();
    String joined = nodes.node("Mul", size, nodes.integers(timeSteps)).value();
    String shape = nodes.node("Concat", nodes.integers(-1), joined).integer("axis", 0).value();
    nodes.node("Reshape", scaled, shape).as(output());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] shape = inputShapes.get(0);
    return List.of(new long[] {shape[0] / timeSteps, shape[1] * timeSteps});
  }

  private double factor(double[] rows, int start, int size) {
    return length == 0
        ? 1 / Math.sqrt(timeSteps)
        : length / Math.sqrt(timeSteps) / Math.max(LEAST_LENGTH, norm(rows, start, size));
  }

  private static double norm(double[] rows, int start, int size) {
    double square = 0;
    for (int i = start; i < start + size; i++) {
      square += rows[i] * rows[i];
    }
    return Math.sqrt(square);
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    double[] rows = inputs[0];
    double[] scaled = new double[rows.length];
    int size = Math.toIntExact(shapes.get(0)[1]);
    for (int start = 0; start < rows.length; start += size) {
      double factor = factor(rows, start, size);
      for (int i = start; i < start + size; i++) {
        scaled[i] = rows[i] * factor;
      }
    }
    return new double[][] {scaled};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    double[] rows = inputs[0];
    double[] gradient = new double[rows.length];
    int size = Math.toIntExact(shapes.get(0)[1]);
    for (int start = 0; start < rows.length; start += size) {
      double factor = factor(rows, start, size);
      double norm = norm(rows, start, size);
      double along = 0;
      if (length != 0 && norm > LEAST_LENGTH) {
        for (int i = start; i < start + size; i++) {
          along += outputGradient[i] * rows[i] / (norm * norm);
        }
      }
      for (int i = start; i < start + size; i++) {
        gradient[i] = factor * (outputGradient[i] - along * rows[i]);
      }
    }
    return new double[][] {gradient};
  }
}
