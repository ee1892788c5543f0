package avts.pretrain.train;

/** Why training ended. */
public enum StopReason {
  /** All epochs are done. */
  FINISHED,
  /** The time limit was reached. */
  TIME_LIMIT,
  /** Somebody asked for it. */
  INTERRUPTED
}
