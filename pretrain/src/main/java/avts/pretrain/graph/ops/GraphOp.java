package avts.pretrain.graph.ops;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * An operation of ours in a SameDiff graph.
 *
 * <p>All inputs and outputs have one floating type. {@link #gradients} gives the derivative of the
 * loss with respect to every input; where an input has none, the list holds that input's place with
 * {@link #none()}. SameDiff's own {@code createGradFunction} is not used: it copies operations
 * through FlatBuffers, which loses their settings; {@code avts.pretrain.graph.Gradients} calls
 * {@link #gradients} on the graph itself.
 */
public abstract class GraphOp extends DynamicCustomOp {

  private final int outputCount;

  /**
   * Adds the operation to a graph.
   *
   * @param name ND4J's name of a native operation, or any name of ours
   * @param outputCount number of outputs
   */
  protected GraphOp(String name, int outputCount, SDVariable... inputs) {
    super(name); // the constructor that takes inputs asks for the name before it is set
    this.outputCount = outputCount;
    sameDiff = inputs[0].getSameDiff();
    setInstanceId();
    sameDiff.addArgsFor(inputs, this);
  }

  /**
   * Returns the derivative of the loss with respect to each input, as new variables of the graph.
   *
   * @param outputGradients derivative with respect to each output, {@link #none()} where the loss
   *     does not depend on it
   * @throws UnsupportedOperationException if the operation has no derivative, such as one that
   *     calculates derivatives itself
   */
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    throw new UnsupportedOperationException(opName() + " has no derivative");
  }

  /** Returns what a library has to know to run the operation; empty where none can. */
  public Optional<Kernel> kernel() {
    return Optional.empty();
  }

  /**
   * Adds the nodes that calculate this operation's output in ONNX. They take the inputs under their
   * names in this graph and give the output its name here.
   *
   * @throws UnsupportedOperationException if there are none, because the operation serves training
   */
  public void writeTo(OnnxNodes nodes) {
    throw new UnsupportedOperationException(opName() + " has no counterpart in ONNX");
  }

  /** Returns the name of an input. */
  final String input(int index) {
    return argNames()[index];
  }

  /** Returns the name of the first output. */
  final String output() {
    return outputVariablesNames()[0];
  }

  /** Returns the mark of an absent gradient. */
  protected static Gradient none() {
    return Gradient.NONE;
  }

  @Override
  public int getNumOutputs() {
    return outputCount;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return Collections.nCopies(outputCount, inputTypes.get(0));
  }
}
