package avts.pretrain.curriculum;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.NegativeMix;
import java.util.SortedMap;
import java.util.TreeMap;

/** The way through the stages of a {@link CurriculumConfig}. Not thread-safe. */
public final class Curriculum {
  private final CurriculumConfig config;
  private int stage;
  private int epochsInStage;
  private int badEpochs;
  private double best = Double.POSITIVE_INFINITY;

  /** Starts at the first stage. */
  public Curriculum(CurriculumConfig config) {
    this.config = config;
  }

  /** Returns the number of the present stage, from 0. */
  public int stage() {
    return stage;
  }

  /** Returns the present mix of negatives. */
  public NegativeMix mix() {
    return config.stages().get(stage).mix();
  }

  /**
   * Takes note of a finished epoch.
   *
   * @param trainingLoss the epoch's mean loss
   * @return whether the next epoch belongs to the next stage
   */
  public boolean endEpoch(double trainingLoss) {
    epochsInStage++;
    if (trainingLoss < best) {
      best = trainingLoss;
      badEpochs = 0;
    } else {
      badEpochs++;
    }
    boolean exhausted = epochsInStage >= config.stages().get(stage).epochs();
    boolean flat =
        config.advance() == CurriculumConfig.Advance.PLATEAU && badEpochs >= config.patience();
    boolean last = stage == config.stages().size() - 1;
    if (last || !(exhausted || flat)) {
      return false;
    }
    stage++;
    epochsInStage = 0;
    badEpochs = 0;
    best = Double.POSITIVE_INFINITY;
    return true;
  }

  /** Returns the position, every value finite, for a checkpoint. */
  public SortedMap<String, Double> state() {
    SortedMap<String, Double> state = new TreeMap<>();
    state.put("stage", (double) stage);
    state.put("epochs_in_stage", (double) epochsInStage);
    state.put("bad_epochs", (double) badEpochs);
    if (Double.isFinite(best)) {
      state.put("best", best);
    }
    return state;
  }

  /**
   * Takes over a position that {@link #state()} gave.
   *
   * @throws IllegalArgumentException if a part is missing or there is no such stage
   */
  public void restore(SortedMap<String, Double> state) {
    Double savedStage = state.get("stage");
    Double savedEpochs = state.get("epochs_in_stage");
    Double savedBadEpochs = state.get("bad_epochs");
    checkArgument(
        savedStage != null && savedEpochs != null && savedBadEpochs != null,
        "the curriculum's state needs stage, epochs_in_stage and bad_epochs, got %s",
        state.keySet());
    checkArgument(
        savedStage >= 0 && savedStage < config.stages().size(),
        "the curriculum has no stage %s",
        savedStage);
    stage = savedStage.intValue();
    epochsInStage = savedEpochs.intValue();
    badEpochs = savedBadEpochs.intValue();
    best = state.getOrDefault("best", Double.POSITIVE_INFINITY);
  }
}
