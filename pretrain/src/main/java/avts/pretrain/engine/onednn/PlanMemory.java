package avts.pretrain.engine.onednn;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a plan offers to those that add steps to it. */
public interface PlanMemory {

  /** Returns the row-major array of a variable, if the plan has one by now. */
  Optional<INDArray> array(String variable);

  /** Makes the row-major array of a variable that a step is going to write. */
  INDArray create(String variable, long... shape);

  /** Takes memory for {@code length} floats, holding anything. */
  DataBuffer take(long length);

  /** Leaves memory to steps that are added later. */
  void giveBack(DataBuffer buffer);

  /**
   * Adds a step behind all others.
   *
   * @param name for profiles
   */
  void append(String name, Runnable step);
}
