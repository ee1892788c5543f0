package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.SameDiffEngine.Model;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Holds the gradient of a whole network against differences of its loss, in DOUBLE. */
final class NumericGradient {
  private static final double STEP = 1e-6;

  private NumericGradient() {}

  /** Checks one value of every parameter. */
  static void check(Model model, List<Batch> microBatches) {
    try (SameDiffEngine engine = new SameDiffEngine(model, DataType.DOUBLE)) {
      float[] weights = SmallModels.weights(engine);
      float[] statistics = SmallModels.statistics(engine);
      engine.load(weights, statistics);
      float[] gradient = engine.step(microBatches).gradient();
      double largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      assertTrue(largest > 1e-3, "the gradient vanishes");
      for (ParameterInfo info : engine.parameters()) {
        int index = info.offset() + info.size() / 2;
        float[] moved = weights.clone();
        moved[index] = weights[index] + (float) STEP;
        double upper = moved[index];
        engine.load(moved, statistics);
        double above = engine.step(microBatches).loss();
        moved[index] = weights[index] - (float) STEP;
        double lower = moved[index];
        engine.load(moved, statistics);
        double numeric = (above - engine.step(microBatches).loss()) / (upper - lower);
        assertEquals(
            numeric, gradient[index], 2e-3 * Math.abs(numeric) + 2e-5 * largest, info.name());
      }
    }
  }
}
