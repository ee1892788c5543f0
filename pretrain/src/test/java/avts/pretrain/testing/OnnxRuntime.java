package avts.pretrain.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import avts.pretrain.graph.onnx.OnnxModel;
import avts.pretrain.graph.onnx.OnnxValue;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs models by ONNX Runtime: the independent reading of what we write. */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /**
   * An array that a model is given.
   *
   * @param values row-major
   * @param shape its lengths
   */
  // Array components: handed on, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Array(float[] values, long... shape) {}

  /** Returns what a model with one input and one output gives for an array of a shape. */
  public static float[] run(OnnxModel model, float[] values, long... shape) {
    return run(model, List.of(new Array(values, shape))).values().iterator().next();
  }

  /** Returns what a model gives, by the names of its outputs in their order. */
  public static Map<String, float[]> run(OnnxModel model, List<Array> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> given = new HashMap<>();
    try (OrtSession session = environment.createSession(model.encode(Map.of()))) {
      for (int i = 0; i < inputs.size(); i++) {
        Array array = inputs.get(i);
        given.put(
            model.inputs().get(i).name(),
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(array.values), array.shape));
      }
      Map<String, float[]> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(given)) {
        for (OnnxValue output : model.outputs()) {
          OnnxTensor tensor = (OnnxTensor) result.get(output.name()).orElseThrow();
          float[] copy = new float[(int) tensor.getInfo().getNumElements()];
          tensor.getFloatBuffer().get(copy);
          outputs.put(output.name(), copy);
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the model", e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }
}
