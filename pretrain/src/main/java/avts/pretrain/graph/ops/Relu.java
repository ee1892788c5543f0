package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of one or two inputs of the same shape, with negative results set to 0. */
public final class Relu extends JavaOp {

  private static final int BLOCK = 4096;
  private static final float STEEP = 3e38f;

  private Relu(SDVariable... inputs) {
    super("avts_relu", 1, inputs);
  }

  /** Adds {@code max(0, input)} to the graph. */
  public static SDVariable of(SDVariable input) {
    return new Relu(input).outputVariable();
  }

  /** Adds {@code max(0, branch + shortcut)} to the graph: the end of a residual block. */
  public static SDVariable ofSum(SDVariable branch, SDVariable shortcut) {
    return new Relu(branch, shortcut).outputVariable();
  }

  @Override
  public Optional<Kernel> kernel() {
    return Optional.of(new Kernel.ReluForward());
  }

  @Override
  public void writeTo(OnnxNodes nodes) {
    String sum = args().length == 2 ? nodes.node("Add", input(0), input(1)).value() : input(0);
    nodes.node("Relu", sum).as(output());
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    SDVariable gradient =
        new Backward(outputVariables()[0], outputGradients.get(0).get()).outputVariable();
    return Collections.nCopies(args().length, Gradient.of(gradient));
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(0));
  }

  @Override
  public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    if (isFloat(outputs[0])) {
      FloatBuffer a = NativeValues.floats(inputs[0]);
      FloatBuffer b = NativeValues.floats(inputs[inputs.length - 1]);
      float share = inputs.length == 2 ? 1 : 0;
      inBlocks(outputs[0], workers, (x, y) -> addRelu(x, y, share), a, b);
      return;
    }
    double[] sum = NativeValues.read(inputs[0]);
    double[] other = inputs.length == 2 ? NativeValues.read(inputs[1]) : new double[sum.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.max(0, sum[i] + other[i]);
    }
    NativeValues.write(sum, outputs[0]);
  }

  private static void addRelu(float[] x, float[] y, float share) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0f, x[i] + share * y[i]);
    }
  }

  /** Changes the first of two blocks of values. */
  private interface BlockChange {
    void change(float[] first, float[] second);
  }

  private static void inBlocks(
      INDArray output, Workers workers, BlockChange change, FloatBuffer a, FloatBuffer b) {
    FloatBuffer target = NativeValues.floats(output);
    int length = Math.toIntExact(output.length());
    int blocks = (length + BLOCK - 1) / BLOCK;
    workers.share(
        blocks,
        BLOCK,
        (from, to) -> {
          float[] first = new float[BLOCK];
          float[] second = new float[BLOCK];
          for (int block = from; block < to; block++) {
            int start = block * BLOCK;
            int count = Math.min(BLOCK, length - start);
            a.get(start, first, 0, count);
            b.get(start, second, 0, count);
            change.change(first, second);
            target.put(start, first, 0, count);
          }
        });
  }

  /** Passes the derivative where the result was positive. */
  private static final class Backward extends JavaOp {

    Backward(SDVariable output, SDVariable outputGradient) {
      super("avts_relu_bp", 1, output, outputGradient);
    }

    @Override
    public Optional<Kernel> kernel() {
      return Optional.of(new Kernel.ReluBackward());
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return List.of(inputShapes.get(0));
    }

    @Override
    public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
      if (isFloat(outputs[0])) {
        FloatBuffer gradient = NativeValues.floats(inputs[1]);
        FloatBuffer output = NativeValues.floats(inputs[0]);
        inBlocks(outputs[0], workers, Backward::mask, gradient, output);
        return;
      }
      DoubleBuffer target = NativeValues.doubles(outputs[0]);
      double[] output = NativeValues.read(inputs[0]);
      double[] gradient = NativeValues.read(inputs[1]);
      for (int i = 0; i < output.length; i++) {
        target.put(i, output[i] > 0 ? gradient[i] : 0);
      }
    }

    private static void mask(float[] gradient, float[] output) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= Math.min(1f, output[i] * STEEP);
      }
    }
  }
}
