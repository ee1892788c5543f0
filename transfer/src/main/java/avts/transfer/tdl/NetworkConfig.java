package avts.transfer.tdl;

import avts.transfer.network.LayersConfig;
import avts.transfer.network.LearningConfig;
import org.jspecify.annotations.Nullable;

/**
 * One network and its training.
 *
 * @param layers its layers
 * @param pretraining how its hidden layers learn without labels first; null for not at all
 * @param learning how it learns its classes
 */
public record NetworkConfig(
    LayersConfig layers, @Nullable PretrainingConfig pretraining, LearningConfig learning) {}
