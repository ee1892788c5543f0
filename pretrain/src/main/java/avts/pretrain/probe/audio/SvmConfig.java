package avts.pretrain.probe.audio;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Settings of the audio probe.
 *
 * @param layers layers of the audio encoder to choose from inside the training recordings, at least
 *     one; conv5 in the paper
 * @param bands parts of the filters that maps are pooled over
 * @param hopSeconds distance of the beginnings of two sub-clips
 * @param costs values of C to choose from, ascending
 * @param innerFolds parts of the inner cross-validation, 2 to 20
 * @param bootstrapDraws resamplings of the intervals
 * @param untrainedSeeds seeds of the untrained encoders to compare with, at least one
 * @param seed seed of the inner parts and of the intervals, the same for every model
 */
public record SvmConfig(
    List<String> layers,
    int bands,
    double hopSeconds,
    List<Double> costs,
    int innerFolds,
    int bootstrapDraws,
    List<Long> untrainedSeeds,
    long seed) {

  /** Checks every range. */
  public SvmConfig {
    layers = List.copyOf(layers);
    costs = List.copyOf(costs);
    untrainedSeeds = List.copyOf(untrainedSeeds);
    checkArgument(!untrainedSeeds.isEmpty(), "there is no untrained encoder to compare with");
    checkArgument(!layers.isEmpty(), "there is no layer to choose from");
    checkArgument(
        !costs.isEmpty() && costs.stream().allMatch(c -> c > 0 && c < 1e6),
        "C must lie between 0 and a million, got %s",
        costs);
    checkArgument(
        innerFolds >= 2 && innerFolds <= 20, "inner folds must lie in 2..20, got %s", innerFolds);
  }

  /** Returns conv5 over three bands, half a second apart, C from 0.01 to 10, three seeds. */
  public static SvmConfig standard() {
    return new SvmConfig(
        List.of("conv5"), 3, 0.5, List.of(0.01, 0.1, 1.0, 10.0), 4, 2000, List.of(1L, 2L, 3L), 1);
  }
}
