package avts.pretrain.graph.onnx;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * A network in the ONNX format: float32, operators of the default domain, version {@value #OPSET}.
 *
 * <p>Immutable.
 */
public final class OnnxModel {

  /** Version of the operators. */
  public static final int OPSET = 17;

  /** Version of the file's layout: that of ONNX 1.12, the first with these operators. */
  public static final int IR_VERSION = 8;

  /** Name of the output of a model that gives vectors. */
  public static final String EMBEDDING = "embedding";

  /** Name of the output of a model that tells classes apart. */
  public static final String PROBABILITIES = "probabilities";

  /** Name of an output with the scores that {@link #PROBABILITIES} are the softmax of. */
  public static final String LOGITS = "logits";

  private static final String PRODUCER = "avts";

  private final GraphProto graph;
  private final List<OnnxValue> inputs;
  private final List<OnnxValue> outputs;

  /**
   * Makes a model of nodes.
   *
   * @param nodes all of them; some give {@code outputs}
   * @param inputs what goes in
   * @param outputs what comes out, at least one
   */
  public OnnxModel(OnnxNodes nodes, List<OnnxValue> inputs, List<OnnxValue> outputs) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    GraphProto.Builder proto =
        GraphProto.newBuilder()
            .setName(outputs.get(0).name())
            .addAllNode(nodes.nodes())
            .addAllInitializer(nodes.constants());
    inputs.forEach(input -> proto.addInput(info(input)));
    outputs.forEach(output -> proto.addOutput(info(output)));
    graph = proto.build();
  }

  private static ValueInfoProto info(OnnxValue value) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String length : value.shape()) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          OnnxValue.isFixed(length)
              ? dimension.setDimValue(Long.parseLong(length))
              : dimension.setDimParam(length));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** Returns what goes in. */
  public List<OnnxValue> inputs() {
    return inputs;
  }

  /** Returns what comes out. */
  public List<OnnxValue> outputs() {
    return outputs;
  }

  /**
   * Returns the file's content, the same bytes for the same model.
   *
   * @param properties what else the file shall tell, such as where the weights come from
   */
  public byte[] encode(Map<String, String> properties) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName(PRODUCER)
            .setGraph(graph);
    ImmutableSortedMap.copyOf(properties)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
