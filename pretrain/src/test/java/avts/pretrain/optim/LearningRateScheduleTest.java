package avts.pretrain.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.optim.ScheduleConfig.Kind;
import avts.pretrain.optim.ScheduleConfig.StageChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  private static LearningRateSchedule schedule(Kind kind, double warmup, StageChange change) {
    return new ScheduleConfig(kind, warmup, 0.1, 2, change, List.of(3, 6), 0.2).create(10);
  }

  @Test
  void cosineGoesFromOneToTheFinalFactor() {
    LearningRateSchedule cosine = schedule(Kind.COSINE, 2, StageChange.RESET);
    assertEquals(0, cosine.factor(0));
    assertEquals(0.25, cosine.factor(0.5), 1e-12);
    assertEquals(1, cosine.factor(2), 1e-12);
    assertEquals(0.6, cosine.factor(6), 1e-12); // half way: mean of 1 and 0.2
    assertEquals(0.2, cosine.factor(10), 1e-12);
    for (double position = 2; position < 9.8; position += 0.1) {
      assertTrue(cosine.factor(position) > cosine.factor(position + 0.1));
    }
  }

  @Test
  void multistepFallsAtTheMilestones() {
    LearningRateSchedule multistep = schedule(Kind.MULTISTEP, 0, StageChange.RESET);
    assertEquals(1, multistep.factor(2.99));
    assertEquals(0.1, multistep.factor(3), 1e-12);
    assertEquals(0.1, multistep.factor(5.5), 1e-12);
    assertEquals(0.01, multistep.factor(6), 1e-12);
  }

  @Test
  void constantStaysAfterWarmUp() {
    assertEquals(1, schedule(Kind.CONSTANT, 0, StageChange.RESET).factor(0));
    assertEquals(0.75, schedule(Kind.CONSTANT, 4, StageChange.RESET).factor(3), 1e-12);
  }

  @Test
  void plateauEnduresPatienceEpochsThenFalls() {
    LearningRateSchedule plateau = schedule(Kind.PLATEAU, 0, StageChange.RESET);
    double[] losses = {1.0, 0.9, 0.9, 0.91, 0.9, 0.8, 0.8, 0.8, 0.8};
    double[] factors = {1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01};
    for (int epoch = 0; epoch < losses.length; epoch++) {
      plateau.endEpoch(losses[epoch]);
      assertEquals(factors[epoch], plateau.factor(epoch + 1), 1e-12, "after epoch " + epoch);
    }
  }

  @Test
  void stageChangeResetsUnlessCarried() {
    LearningRateSchedule reset = schedule(Kind.PLATEAU, 0, StageChange.RESET);
    LearningRateSchedule carry = schedule(Kind.PLATEAU, 0, StageChange.CARRY);
    for (LearningRateSchedule plateau : List.of(reset, carry)) {
      plateau.endEpoch(0.1);
      plateau.changeStage();
      plateau.endEpoch(0.5); // the harder mix
      plateau.endEpoch(0.45);
      plateau.endEpoch(0.4);
    }
    assertEquals(1, reset.factor(4));
    assertEquals(0.1, carry.factor(4), 1e-12);
  }

  @Test
  void restoredPlateauContinuesAlike() {
    double[] losses = {1, 0.5, 0.5, 0.6, 0.7, 0.4, 0.4, 0.4, 0.4};
    for (int cut = 0; cut < losses.length; cut++) {
      LearningRateSchedule whole = schedule(Kind.PLATEAU, 0, StageChange.RESET);
      LearningRateSchedule resumed = schedule(Kind.PLATEAU, 0, StageChange.RESET);
      for (int epoch = 0; epoch < losses.length; epoch++) {
        if (epoch == cut) {
          LearningRateSchedule fresh = schedule(Kind.PLATEAU, 0, StageChange.RESET);
          fresh.restore(resumed.state());
          resumed = fresh;
        }
        whole.endEpoch(losses[epoch]);
        resumed.endEpoch(losses[epoch]);
        assertEquals(whole.factor(epoch), resumed.factor(epoch));
      }
    }
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScheduleConfig(Kind.MULTISTEP, 0, 0.1, 5, StageChange.RESET, List.of(6, 3), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScheduleConfig(Kind.PLATEAU, 0, 1.5, 5, StageChange.RESET, List.of(), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> schedule(Kind.PLATEAU, 0, StageChange.RESET).restore(new java.util.TreeMap<>()));
    ScheduleConfig warm =
        new ScheduleConfig(Kind.COSINE, 5, 0.1, 5, StageChange.RESET, List.of(), 0);
    assertThrows(IllegalArgumentException.class, () -> warm.create(5));
  }
}
