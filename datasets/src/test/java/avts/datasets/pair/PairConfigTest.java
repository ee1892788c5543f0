package avts.datasets.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.PairConfig.Mode;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import org.junit.jupiter.api.Test;

class PairConfigTest {

  @Test
  void gapsInFramesOfTheUsualClip() {
    PairConfig apart = new PairConfig(Mode.NO_OVERLAP, 0.5, 0.12, 1, -60, 0);
    PairConfig startGap = new PairConfig(Mode.START_GAP, 0.5, 0.12, 1, -60, 0);
    assertEquals(25 + 13, apart.hardFrames(TestFiles.GRID));
    assertEquals(13, startGap.hardFrames(TestFiles.GRID));
    assertEquals(3, apart.superHardMinFrames(TestFiles.GRID));
    assertEquals(24, apart.superHardMaxFrames(TestFiles.GRID));
  }

  @Test
  void gapsLastAtLeastAsLongAsAskedForAtOddRates() {
    PairConfig config = new PairConfig(Mode.NO_OVERLAP, 0.5, 0.12, 0.8, -60, 0);
    ClipGrid grid = new ClipGrid(30, new FrameRate(30000, 1001), 16_000);
    double frame = 1001.0 / 30000;
    assertTrue((config.hardFrames(grid) - 30) * frame >= 0.5);
    assertTrue((config.hardFrames(grid) - 31) * frame < 0.5);
    assertTrue(config.superHardMaxFrames(grid) * frame <= 0.8);
  }

  @Test
  void rejectsWhatCannotBe() {
    assertMessage("gap_seconds", () -> new PairConfig(Mode.NO_OVERLAP, -1, 0.12, 1, -60, 0));
    assertMessage("gap_seconds", () -> new PairConfig(Mode.START_GAP, 0, 0.12, 1, -60, 0));
    assertMessage(
        "super_hard_max_seconds", () -> new PairConfig(Mode.NO_OVERLAP, 1, 0.12, 0.1, -60, 0));
    assertMessage("min_sound_db", () -> new PairConfig(Mode.NO_OVERLAP, 1, 0.12, 1, 3, 0));
    assertMessage("min_motion", () -> new PairConfig(Mode.NO_OVERLAP, 1, 0.12, 1, -60, -1));
    PairConfig long1 = new PairConfig(Mode.NO_OVERLAP, 1, 2, 3, -60, 0);
    assertMessage("super_hard_min_seconds", () -> long1.superHardMaxFrames(TestFiles.GRID));
    assertMessage("easy, hard and super_hard", () -> new NegativeMix(0.5, 0.4, 0));
    assertMessage("easy", () -> new NegativeMix(1.5, -0.5, 0));
  }

  private static void assertMessage(
      String part, org.junit.jupiter.api.function.Executable executable) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, executable).getMessage());
    assertTrue(message.contains(part), message);
  }
}
