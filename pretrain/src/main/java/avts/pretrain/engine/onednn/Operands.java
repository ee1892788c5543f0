package avts.pretrain.engine.onednn;

import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Names of an operation's variables.
 *
 * @param name the operation's own, for profiles
 * @param inputs what goes in, in its order
 * @param outputs what comes out, in its order
 */
// Array components: read by index, never compared.
@SuppressWarnings("ArrayRecordComponent")
record Operands(String name, String[] inputs, String[] outputs) {

  static Operands of(String name, DynamicCustomOp operation) {
    return new Operands(name, operation.argNames(), operation.outputVariablesNames());
  }
}
