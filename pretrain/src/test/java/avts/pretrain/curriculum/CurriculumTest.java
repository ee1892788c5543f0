package avts.pretrain.curriculum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.NegativeMix;
import avts.pretrain.curriculum.CurriculumConfig.Advance;
import avts.pretrain.curriculum.CurriculumConfig.Stage;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CurriculumTest {
  private static CurriculumConfig config(Advance advance) {
    return new CurriculumConfig(
        advance,
        2,
        List.of(new Stage(3, 1, 0, 0), new Stage(4, 0.75, 0.25, 0), new Stage(1, 0, 0, 1)));
  }

  @Test
  void stagesLastTheirEpochsAndTheLastForEver() {
    Curriculum curriculum = new Curriculum(config(Advance.EPOCHS));
    int[] stages = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2};
    for (int epoch = 0; epoch + 1 < stages.length; epoch++) {
      assertEquals(stages[epoch], curriculum.stage(), "epoch " + epoch);
      assertEquals(stages[epoch] != stages[epoch + 1], curriculum.endEpoch(1), "epoch " + epoch);
    }
    assertEquals(new NegativeMix(0, 0, 1), curriculum.mix());
  }

  @Test
  void plateauEndsAStageEarly() {
    Curriculum curriculum = new Curriculum(config(Advance.PLATEAU));
    assertFalse(curriculum.endEpoch(1.0));
    assertFalse(curriculum.endEpoch(1.1));
    assertTrue(curriculum.endEpoch(1.0)); // the second epoch that is not lower, and the third
    assertEquals(new NegativeMix(0.75, 0.25, 0), curriculum.mix());
    assertFalse(curriculum.endEpoch(9));
    assertFalse(curriculum.endEpoch(9));
    assertTrue(curriculum.endEpoch(9));
    assertEquals(2, curriculum.stage());
  }

  @Test
  void restoredPositionGoesOnAlike() {
    double[] losses = {1, 1, 1, 0.5, 0.6, 0.7, 0.8, 0.9};
    for (Advance advance : Advance.values()) {
      Curriculum whole = new Curriculum(config(advance));
      Curriculum resumed = new Curriculum(config(advance));
      for (double loss : losses) {
        Curriculum fresh = new Curriculum(config(advance));
        fresh.restore(resumed.state());
        resumed = fresh;
        assertEquals(whole.endEpoch(loss), resumed.endEpoch(loss));
        assertEquals(whole.mix(), resumed.mix());
      }
    }
  }

  @Test
  void refusesWrongShapes() {
    assertThrows(IllegalArgumentException.class, () -> new Stage(1, 0.5, 0.4, 0));
    assertThrows(IllegalArgumentException.class, () -> new Stage(0, 1, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new CurriculumConfig(Advance.EPOCHS, 1, List.of()));
    Curriculum curriculum = new Curriculum(config(Advance.EPOCHS));
    assertThrows(IllegalArgumentException.class, () -> curriculum.restore(new TreeMap<>()));
  }
}
