package avts.pretrain.graph.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Product, value by value, with constants of the same shape, such as a dropout mask. */
public final class Product extends SmallOp {

  private Product(SDVariable input, SDVariable factors) {
    super("avts_product", 1, 1, input, factors);
  }

  /**
   * Adds {@code input * factors} to the graph.
   *
   * @param factors as many values as the input; taken as constants
   */
  public static SDVariable of(SDVariable input, SDVariable factors) {
    return new Product(input, factors).outputVariable();
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(0));
  }

  @Override
  protected double[][] forward(double[][] inputs, List<long[]> shapes) {
    return new double[][] {times(inputs[0], inputs[1])};
  }

  @Override
  protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] outputGradient) {
    return new double[][] {times(outputGradient, inputs[1])};
  }

  private static double[] times(double[] values, double[] factors) {
    double[] product = new double[values.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = values[i] * factors[i];
    }
    return product;
  }
}
