package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An operation on little data, written as two functions on double arrays.
 *
 * <p>Only its first output may be differentiated. The first {@code differentiable} inputs have
 * derivatives, the others are taken as constants.
 */
public abstract class SmallOp extends JavaOp {

  private final int differentiable;

  /**
   * Adds the operation to a graph.
   *
   * @param differentiable number of leading inputs that have a derivative
   */
  protected SmallOp(String name, int outputCount, int differentiable, SDVariable... inputs) {
    super(name, outputCount, inputs);
    this.differentiable = differentiable;
  }

  /**
   * Returns the values of all outputs.
   *
   * @param inputs values, row-major
   * @param shapes shape of each input
   */
  protected abstract double[][] forward(double[][] inputs, List<long[]> shapes);

  /**
   * Returns the derivatives with respect to the differentiable inputs.
   *
   * @param outputGradient derivative with respect to the first output
   */
  protected abstract double[][] backward(
      double[][] inputs, List<long[]> shapes, double[] outputGradient);

  @Override
  public final void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    double[][] values = forward(read(inputs, inputs.length), shapes(inputs, inputs.length));
    for (int i = 0; i < outputs.length; i++) {
      NativeValues.write(values[i], outputs[i]);
    }
  }

  private static double[][] read(INDArray[] arrays, int count) {
    return Arrays.stream(arrays, 0, count).map(NativeValues::read).toArray(double[][]::new);
  }

  private static List<long[]> shapes(INDArray[] arrays, int count) {
    return Arrays.stream(arrays, 0, count).map(INDArray::shape).toList();
  }

  @Override
  public final List<Gradient> gradients(List<Gradient> outputGradients) {
    checkArgument(
        outputGradients.stream().skip(1).allMatch(g -> g.variable().isEmpty()),
        "only the first output of %s can be differentiated",
        opName());
    SDVariable[] inputs =
        Stream.concat(Stream.of(args()), Stream.of(outputGradients.get(0).get()))
            .toArray(SDVariable[]::new);
    List<Gradient> gradients =
        new ArrayList<>(Gradient.all(new Backward(this, inputs).outputVariables()));
    while (gradients.size() < args().length) {
      gradients.add(none());
    }
    return gradients;
  }

  /** Runs {@link #backward} of an operation. */
  private static final class Backward extends JavaOp {

    private final SmallOp forward;

    Backward(SmallOp forward, SDVariable... inputs) {
      super(forward.opName() + "_bp", forward.differentiable, inputs);
      this.forward = forward;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return inputShapes.subList(0, forward.differentiable);
    }

    @Override
    public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
      int count = inputs.length - 1;
      double[][] values =
          forward.backward(
              read(inputs, count), shapes(inputs, count), NativeValues.read(inputs[count]));
      for (int i = 0; i < outputs.length; i++) {
        NativeValues.write(values[i], outputs[i]);
      }
    }
  }
}
