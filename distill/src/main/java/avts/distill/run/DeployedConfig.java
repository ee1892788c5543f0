package avts.distill.run;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The student that a run leaves to be shipped, trained on all takes of the set.
 *
 * @param row name of the row whose student it is
 * @param noise level of the noise that it learns under, in deviations of each feature; 0 for none
 * @param seed draws the noise, the first weights and the order of training
 */
public record DeployedConfig(String row, double noise, long seed) {

  /** Checks the level. */
  public DeployedConfig {
    checkArgument(noise >= 0, "deployed.noise must not be negative, got %s", noise);
  }
}
