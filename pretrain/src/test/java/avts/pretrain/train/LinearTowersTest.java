package avts.pretrain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import avts.datasets.batch.Batch;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.PairOutput;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.ToyEpochs;
import org.junit.jupiter.api.Test;

/** The test network itself: what the other tests stand on. */
class LinearTowersTest {

  @Test
  void gradientEqualsTheNumericOne() {
    Batch batch = new ToyEpochs(3, 1, 8).batch(0, new NegativeMix(0.5, 0.5, 0), 0);
    try (LinearTowers engine = new LinearTowers()) {
      Weights weights = LinearTowers.initial(5);
      float[] parameters = weights.parameters();
      engine.load(parameters, weights.statistics());
      PairOutput output = engine.step(batch);
      for (int i = 0; i < parameters.length; i++) {
        float kept = parameters[i];
        float step = 1e-2f;
        parameters[i] = kept + step;
        engine.load(parameters, weights.statistics());
        double above = engine.step(batch).loss();
        parameters[i] = kept - step;
        engine.load(parameters, weights.statistics());
        double below = engine.step(batch).loss();
        parameters[i] = kept;
        assertEquals((above - below) / (2 * step), output.gradient()[i], 2e-4, "parameter " + i);
      }
    }
  }
}
