package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkState;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An operation that runs in Java on row-major arrays.
 *
 * <p>Large ones have a fast path for FLOAT and a plain one for DOUBLE, which the gradient checks
 * use; small ones calculate in double for both.
 */
public abstract class JavaOp extends GraphOp {

  /** Adds the operation to a graph. */
  protected JavaOp(String name, int outputCount, SDVariable... inputs) {
    super(name, outputCount, inputs);
  }

  /** Returns the shape of every output for inputs of these shapes; a scalar has length 0. */
  public abstract List<long[]> outputShapes(List<long[]> inputShapes);

  /**
   * Calculates the outputs, which exist and hold anything, in the memory of the host.
   *
   * @param workers threads to share the work among; the result must not depend on their number
   */
  public abstract void run(INDArray[] inputs, INDArray[] outputs, Workers workers);

  /**
   * Does {@link #run} with the newest values of all arrays, wherever the operation before left
   * them, and leaves the outputs to whatever comes next.
   */
  public final void runOnHost(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    for (INDArray input : inputs) {
      NativeValues.fetch(input);
    }
    for (INDArray output : outputs) {
      NativeValues.place(output);
    }
    run(inputs, outputs, workers);
    for (INDArray output : outputs) {
      NativeValues.written(output);
    }
  }

  /** Returns whether an array holds FLOAT (else DOUBLE). */
  static boolean isFloat(INDArray values) {
    DataType type = values.dataType();
    checkState(
        type == DataType.FLOAT || type == DataType.DOUBLE,
        "FLOAT or DOUBLE expected, got %s",
        type);
    return type == DataType.FLOAT;
  }
}
