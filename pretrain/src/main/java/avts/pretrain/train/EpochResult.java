package avts.pretrain.train;

/**
 * What one epoch gave.
 *
 * @param epoch the epoch, from 0
 * @param stage the curriculum's stage during it, from 0
 * @param loss mean training loss of its steps
 * @param stageEnded whether the next epoch belongs to another stage
 */
public record EpochResult(int epoch, int stage, double loss, boolean stageEnded) {}
