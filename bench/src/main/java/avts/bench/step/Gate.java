package avts.bench.step;

/** Lets a trainer make a step when one has been ordered. */
interface Gate {

  /** Waits until a further step is ordered and returns true; false at the end. */
  boolean open();

  /** Returns the batch of the step that has been ordered. */
  SampleBatch take();
}
