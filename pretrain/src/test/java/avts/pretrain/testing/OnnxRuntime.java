package avts.pretrain.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import avts.pretrain.graph.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.Map;

/** Runs models by ONNX Runtime: the independent reading of what we write. */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /** Returns what a model gives for an array of a shape. */
  public static float[] run(OnnxModel model, float[] values, long... shape) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.encode(Map.of()));
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of(model.input().name(), input))) {
      OnnxTensor output = (OnnxTensor) result.get(model.output().name()).orElseThrow();
      float[] copy = new float[(int) output.getInfo().getNumElements()];
      output.getFloatBuffer().get(copy);
      return copy;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the model", e);
    }
  }
}
