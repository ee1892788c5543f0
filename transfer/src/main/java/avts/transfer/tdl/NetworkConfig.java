package avts.transfer.tdl;

import avts.transfer.network.LayersConfig;
import avts.transfer.network.LearningConfig;

/**
 * One network and its first training.
 *
 * @param layers its layers
 * @param learning how it learns
 */
public record NetworkConfig(LayersConfig layers, LearningConfig learning) {}
