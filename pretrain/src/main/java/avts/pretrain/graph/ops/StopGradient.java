package avts.pretrain.graph.ops;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same values as a constant: nothing behind is changed for the sake of what comes after. */
public final class StopGradient extends JavaOp {

  private StopGradient(SDVariable input) {
    super("avts_stop_gradient", 1, input);
  }

  /** Adds the operation to the graph. */
  public static SDVariable of(SDVariable input) {
    return new StopGradient(input).outputVariable();
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    return List.of(none());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(0));
  }

  @Override
  public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    NativeValues.write(NativeValues.read(inputs[0]), outputs[0]);
  }
}
