package avts.pretrain.curriculum;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.NegativeMix;
import java.util.List;

/**
 * Which negatives are shown when.
 *
 * @param advance what ends a stage: its number of epochs, or a training loss that stops falling
 * @param patience epochs without a lower training loss after which a stage ends where advance is
 *     plateau, at least 1
 * @param stages the mixes in order, at least one; the last stage lasts until training ends
 */
public record CurriculumConfig(Advance advance, int patience, List<Stage> stages) {

  /** What ends a stage. */
  public enum Advance {
    /** Its number of epochs. */
    EPOCHS,
    /** A training loss that has not fallen for some epochs, and at the latest its epochs. */
    PLATEAU
  }

  /**
   * One mix of negatives.
   *
   * @param epochs how many epochs the stage lasts, at least 1; with plateau the most it may last
   * @param easy share of negatives from other videos, 0..1
   * @param hard share of negatives from other moments of the same video, 0..1
   * @param superHard share of slightly shifted negatives, 0..1; the three shares sum to 1
   */
  public record Stage(int epochs, double easy, double hard, double superHard) {

    /** Checks the ranges. */
    public Stage {
      checkArgument(epochs >= 1, "epochs must be positive, got %s", epochs);
      NegativeMix unused = new NegativeMix(easy, hard, superHard); // it checks the shares
    }

    /** Returns the mix. */
    public NegativeMix mix() {
      return new NegativeMix(easy, hard, superHard);
    }
  }

  /** Returns the curriculum of a task without negatives: one stage of {@code epochs}. */
  public static CurriculumConfig none(int epochs) {
    return new CurriculumConfig(Advance.EPOCHS, 1, List.of(new Stage(epochs, 1, 0, 0)));
  }

  /** Checks that there is a stage. */
  public CurriculumConfig {
    checkArgument(patience >= 1, "patience must be positive, got %s", patience);
    stages = List.copyOf(stages);
    checkArgument(!stages.isEmpty(), "stages must hold at least one stage");
  }
}
