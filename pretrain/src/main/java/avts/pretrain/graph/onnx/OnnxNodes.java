package avts.pretrain.graph.onnx;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * The nodes and constants of an ONNX graph in the making, in the order in which they are run.
 *
 * <p>Every value has a name. Names that are given must differ; values without a given name get one.
 */
public final class OnnxNodes {
  private final List<NodeProto> nodes = new ArrayList<>();
  private final List<TensorProto> constants = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> renamed;
  private int unnamed;

  /**
   * Begins with none.
   *
   * @param renamed names that values shall have in place of those by which nodes call them
   */
  public OnnxNodes(Map<String, String> renamed) {
    this.renamed = Map.copyOf(renamed);
  }

  /** One node before it is added. */
  public final class Node {
    private final NodeProto.Builder node = NodeProto.newBuilder();

    private Node(String type, List<String> inputs) {
      node.setOpType(type);
      inputs.forEach(input -> node.addInput(renamed.getOrDefault(input, input)));
    }

    /** Sets an attribute that is a list of whole numbers. */
    public Node ints(String name, long... values) {
      AttributeProto.Builder attribute =
          AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      node.addAttribute(attribute);
      return this;
    }

    /** Sets an attribute that is a whole number. */
    public Node integer(String name, long value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INT)
              .setI(value));
      return this;
    }

    /** Sets an attribute that is a real number. */
    public Node real(String name, double value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF((float) value));
      return this;
    }

    /** Adds the node and returns the name of its output. */
    @CanIgnoreReturnValue
    public String as(String output) {
      String name = renamed.getOrDefault(output, output);
      claim(name);
      nodes.add(node.setName(name).addOutput(name).build());
      return name;
    }

    /** Adds the node and returns a name that its output is given. */
    public String value() {
      return as(freeName());
    }
  }

  /**
   * Begins a node with one output.
   *
   * @param type operator of ONNX's default domain, such as {@code Conv}
   * @param inputs names of values that exist already
   */
  public Node node(String type, String... inputs) {
    return new Node(type, List.of(inputs));
  }

  /** Adds a constant list of whole numbers and returns its name. */
  public String integers(long... values) {
    return constant(values, new long[] {values.length});
  }

  /** Adds a whole number as a constant without dimensions and returns its name. */
  public String integer(long value) {
    return constant(new long[] {value}, new long[0]);
  }

  private String constant(long[] values, long[] shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return add(freeName(), TensorProto.DataType.INT64, shape, bytes);
  }

  /** Adds a real number as a constant without dimensions and returns its name. */
  public String real(double value) {
    String name = freeName();
    tensor(name, new float[] {(float) value});
    return name;
  }

  /**
   * Adds an array, such as a network's weights.
   *
   * @param values row-major, as many as the product of {@code shape}
   */
  public void tensor(String name, float[] values, long... shape) {
    long size = 1;
    for (long length : shape) {
      size = Math.multiplyExact(size, length);
    }
    checkArgument(
        size == values.length, "%s: %s values do not fill its shape", name, values.length);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    add(name, TensorProto.DataType.FLOAT, shape, bytes);
  }

  @CanIgnoreReturnValue
  private String add(String name, TensorProto.DataType type, long[] shape, ByteBuffer bytes) {
    claim(name);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    for (long length : shape) {
      tensor.addDims(length);
    }
    constants.add(tensor.build());
    return name;
  }

  private String freeName() {
    return "value_" + unnamed++;
  }

  private void claim(String name) {
    checkState(names.add(name), "two values have the name %s", name);
  }

  List<NodeProto> nodes() {
    return nodes;
  }

  List<TensorProto> constants() {
    return constants;
  }
}
