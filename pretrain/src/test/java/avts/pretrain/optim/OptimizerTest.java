package avts.pretrain.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.ParameterInfo.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private static final ParameterInfo ONE =
      new ParameterInfo("video.fc.weight", List.of(1), Role.WEIGHT, 0);
  private static final List<ParameterInfo> MIXED =
      List.of(
          new ParameterInfo("video.conv.weight", List.of(2, 3), Role.WEIGHT, 0),
          new ParameterInfo("video.bn.bias", List.of(4), Role.BIAS, 6),
          new ParameterInfo("audio.conv.weight", List.of(5), Role.WEIGHT, 10),
          new ParameterInfo("audio.fc.weight", List.of(2), Role.WEIGHT, 15),
          new ParameterInfo("audio.fc.bias", List.of(3), Role.BIAS, 17));
  private static final int LENGTH = 20;

  private static OptimizerConfig config(
      OptimizerConfig.Kind kind, double momentum, double weightDecay) {
    return new OptimizerConfig(kind, 0.1, momentum, weightDecay, 0.9, 0.999, 1e-8, 0);
  }

  @Test
  void sgdFollowsTheHandComputedSequence() {
    Optimizer sgd = config(OptimizerConfig.Kind.SGD, 0.9, 0.1).create(List.of(ONE));
    float[] parameter = {1};
    sgd.step(parameter, new float[] {0.5f}, 0.1); // g = 0.6, b = 0.6
    assertEquals(0.94, parameter[0], 1e-7);
    sgd.step(parameter, new float[] {0.5f}, 0.1); // g = 0.594, b = 1.134
    assertEquals(0.8266, parameter[0], 1e-7);
  }

  @Test
  void adamFollowsTheHandComputedSequence() {
    Optimizer adam = config(OptimizerConfig.Kind.ADAM, 0, 0).create(List.of(ONE));
    float[] parameter = {1};
    adam.step(parameter, new float[] {0.5f}, 0.1); // m = 0.5 and v = 0.25 after correction
    assertEquals(0.9, parameter[0], 1e-6);
    adam.step(parameter, new float[] {-0.5f}, 0.1); // m = -0.005 / 0.19, v = 0.25
    assertEquals(0.9 + 0.1 * (0.005 / 0.19) / 0.5, parameter[0], 1e-6);
  }

  @Test
  void bothEqualASlowReferenceInDouble() {
    SplittableRandom random = new SplittableRandom(5);
    for (OptimizerConfig.Kind kind : OptimizerConfig.Kind.values()) {
      for (double decay : new double[] {0, 0.01}) {
        Optimizer optimizer = config(kind, 0.9, decay).create(MIXED);
        DoubleReference reference = new DoubleReference(kind, decay);
        float[] parameters = new float[LENGTH];
        double[] expected = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
          parameters[i] = (float) random.nextDouble(-1, 1);
          expected[i] = parameters[i];
        }
        for (int step = 1; step <= 50; step++) {
          float[] gradient = new float[LENGTH];
          for (int i = 0; i < LENGTH; i++) {
            gradient[i] = (float) random.nextDouble(-1, 1);
          }
          optimizer.step(parameters, gradient, 0.05 / step);
          reference.step(expected, gradient, 0.05 / step);
          for (int i = 0; i < LENGTH; i++) {
            assertEquals(expected[i], parameters[i], 2e-6, kind + " value " + i + " step " + step);
          }
        }
      }
    }
  }

  @Test
  void weightDecayLeavesBiasesAlone() {
    Optimizer sgd = config(OptimizerConfig.Kind.SGD, 0, 0.5).create(MIXED);
    float[] parameters = new float[LENGTH];
    java.util.Arrays.fill(parameters, 1);
    sgd.step(parameters, new float[LENGTH], 1);
    for (ParameterInfo parameter : MIXED) {
      float expected = parameter.role() == Role.WEIGHT ? 0.5f : 1;
      for (int i = 0; i < parameter.size(); i++) {
        assertEquals(expected, parameters[parameter.offset() + i], parameter.name());
      }
    }
  }

  @Test
  void restoredMemoryContinuesBitForBit() {
    for (OptimizerConfig.Kind kind : OptimizerConfig.Kind.values()) {
      OptimizerConfig config = config(kind, 0.9, 0.01);
      Optimizer whole = config.create(MIXED);
      float[] wholeParameters = new float[LENGTH];
      float[] gradient = new float[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        gradient[i] = i - 7.3f;
      }
      for (int step = 0; step < 4; step++) {
        whole.step(wholeParameters, gradient, 0.1);
      }
      Optimizer first = config.create(MIXED);
      float[] parameters = new float[LENGTH];
      first.step(parameters, gradient, 0.1);
      first.step(parameters, gradient, 0.1);
      Optimizer second = config.create(MIXED);
      second.restore(first.state());
      second.step(parameters, gradient, 0.1);
      second.step(parameters, gradient, 0.1);
      assertArrayEquals(wholeParameters, parameters);
      assertEquals(4, second.state().steps());
    }
  }

  @Test
  void refusesAForeignMemoryAndWrongLengths() {
    Optimizer sgd = config(OptimizerConfig.Kind.SGD, 0.9, 0).create(MIXED);
    Optimizer adam = config(OptimizerConfig.Kind.ADAM, 0.9, 0).create(MIXED);
    assertThrows(IllegalArgumentException.class, () -> sgd.restore(adam.state()));
    OptimizerState shorter = new OptimizerState(1, Map.of("momentum_buffer", new float[3]));
    assertThrows(IllegalArgumentException.class, () -> sgd.restore(shorter));
    assertThrows(
        IllegalArgumentException.class, () -> adam.step(new float[LENGTH], new float[3], 0.1));
  }

  @Test
  void refusesValuesOutOfRangeNamingTheKey() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> config(OptimizerConfig.Kind.SGD, 1.0, 0));
    assertEquals("momentum must lie in 0..1, got 1.0", thrown.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new OptimizerConfig(OptimizerConfig.Kind.SGD, Double.NaN, 0, 0, 0.9, 0.9, 1, 0));
  }

  @Test
  void clippingScalesLongGradientsOnly() {
    float[] gradient = {3, -4};
    assertEquals(5, GradientClipping.norm(gradient));
    GradientClipping.clip(gradient, 5, 10);
    assertArrayEquals(new float[] {3, -4}, gradient);
    GradientClipping.clip(gradient, 5, 0);
    assertArrayEquals(new float[] {3, -4}, gradient);
    GradientClipping.clip(gradient, 5, 1);
    assertArrayEquals(new float[] {0.6f, -0.8f}, gradient, 1e-6f);
    assertEquals(1, GradientClipping.norm(gradient), 1e-6);
    assertEquals(Double.NaN, GradientClipping.norm(new float[] {1, Float.NaN}));
  }

  /** The two rules written out a second time, value by value, in double, textbook form. */
  private static final class DoubleReference {
    private final OptimizerConfig.Kind kind;
    private final double decay;
    private final double[] first = new double[LENGTH];
    private final double[] second = new double[LENGTH];
    private int step;

    DoubleReference(OptimizerConfig.Kind kind, double decay) {
      this.kind = kind;
      this.decay = decay;
    }

    void step(double[] parameters, float[] gradient, double rate) {
      step++;
      for (ParameterInfo info : MIXED) {
        for (int i = info.offset(); i < info.offset() + info.size(); i++) {
          double g = gradient[i] + (info.role() == Role.WEIGHT ? decay * parameters[i] : 0);
          if (kind == OptimizerConfig.Kind.SGD) {
            first[i] = step == 1 ? g : 0.9 * first[i] + g;
            parameters[i] -= rate * first[i];
          } else {
            first[i] = 0.9 * first[i] + 0.1 * g;
            second[i] = 0.999 * second[i] + 0.001 * g * g;
            double mean = first[i] / (1 - Math.pow(0.9, step));
            double meanSquare = second[i] / (1 - Math.pow(0.999, step));
            parameters[i] -= rate * mean / (Math.sqrt(meanSquare) + 1e-8);
          }
        }
      }
    }
  }

  @Test
  void aPartWithAnotherRateMovesAsFarAsWithThatRateAlone() {
    for (OptimizerConfig.Kind kind : OptimizerConfig.Kind.values()) {
      OptimizerConfig config = config(kind, 0.9, 0.1);
      String slow = MIXED.get(0).name();
      Optimizer both = config.create(MIXED, RateFactors.of(Map.of(slow, 0.5)));
      Optimizer half = config.create(MIXED);
      Optimizer whole = config.create(MIXED);
      int length = MIXED.stream().mapToInt(ParameterInfo::size).sum();
      float[] parameters = ones(length);
      float[] atHalf = ones(length);
      float[] atWhole = ones(length);
      float[] gradient = new float[length];
      for (int i = 0; i < length; i++) {
        gradient[i] = 0.3f + i;
      }
      both.step(parameters, gradient, 0.1);
      half.step(atHalf, gradient, 0.05);
      whole.step(atWhole, gradient, 0.1);
      for (ParameterInfo info : MIXED) {
        for (int i = info.offset(); i < info.offset() + info.size(); i++) {
          float expected = info.name().equals(slow) ? atHalf[i] : atWhole[i];
          assertEquals(expected, parameters[i], 1e-7, kind + " " + info.name());
        }
      }
    }
  }

  @Test
  void aRateOfZeroFreezesAndTheLongestNameCounts() {
    RateFactors rates = RateFactors.of(Map.of("video.", 0.0, "video.layer4.", 2.0));
    assertEquals(0, rates.of("video.stem.0.weight"));
    assertEquals(2, rates.of("video.layer4.0.conv1.0.weight"));
    assertEquals(1, rates.of("classifier.weight"));
    Optimizer sgd =
        config(OptimizerConfig.Kind.SGD, 0.9, 0.1)
            .create(MIXED, RateFactors.of(Map.of(MIXED.get(0).name(), 0.0)));
    int length = MIXED.stream().mapToInt(ParameterInfo::size).sum();
    float[] parameters = ones(length);
    sgd.step(parameters, ones(length), 0.1);
    assertEquals(1, parameters[MIXED.get(0).offset()], 0);
    assertTrue(parameters[MIXED.get(1).offset()] < 1);
    assertThrows(IllegalArgumentException.class, () -> RateFactors.of(Map.of("video.", -1.0)));
  }

  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
