package avts.transfer.tdl;

import static com.google.common.base.Preconditions.checkArgument;

import avts.transfer.network.LearningConfig;

/**
 * How hidden layers learn without labels: from what the one sense perceives in a step, the network
 * tells to which cluster belongs what the other sense perceives at the same moment.
 *
 * @param clusters number of clusters, at least 2
 * @param learning how the network learns
 */
public record PretrainingConfig(int clusters, LearningConfig learning) {

  /** Checks the number. */
  public PretrainingConfig {
    checkArgument(clusters >= 2, "clusters must be at least 2, got %s", clusters);
  }
}
