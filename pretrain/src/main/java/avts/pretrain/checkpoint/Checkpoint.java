package avts.pretrain.checkpoint;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Everything needed to go on with a training as if it had never stopped.
 *
 * @param step number of optimiser steps made, at least 0
 * @param weights parameters and running statistics under PyTorch's names
 * @param optimizer the optimiser's memory
 * @param state position, schedule, curriculum and whatever else the trainer must remember
 */
public record Checkpoint(
    long step, List<NamedTensor> weights, List<NamedTensor> optimizer, ObjectNode state) {

  /** Copies the lists, not the values. */
  public Checkpoint {
    checkArgument(step >= 0, "step must not be negative, got %s", step);
    weights = List.copyOf(weights);
    optimizer = List.copyOf(optimizer);
  }
}
