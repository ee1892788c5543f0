package avts.pretrain.graph.onnx;

import com.google.common.collect.ImmutableSortedMap;
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

  private static final String PRODUCER = "avts";

  private final GraphProto graph;
  private final OnnxValue input;
  private final OnnxValue output;

  /**
   * Makes a model of nodes.
   *
   * @param nodes all of them; one gives {@code output}
   */
  public OnnxModel(OnnxNodes nodes, OnnxValue input, OnnxValue output) {
    this.input = input;
    this.output = output;
    graph =
        GraphProto.newBuilder()
            .setName(output.name())
            .addInput(info(input))
            .addOutput(info(output))
            .addAllNode(nodes.nodes())
            .addAllInitializer(nodes.constants())
            .build();
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
  public OnnxValue input() {
    return input;
  }

  /** Returns what comes out. */
  public OnnxValue output() {
    return output;
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
