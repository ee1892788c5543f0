package avts.pretrain.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine code in ND4J's CUDA library, and on which cards it runs.
 *
 * <p>Machine code for one compute capability runs on cards of the same major and the same or a
 * higher minor number (CUDA C++ Programming Guide, binary compatibility). Any newer card would need
 * the intermediate language PTX, which a driver translates; nd4j-cuda-11.6 1.0.0-M2.1 holds none.
 */
public final class CudaBinary {

  /** What the library holds code for, ascending. */
  static final List<ComputeCapability> TARGETS =
      Stream.of("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6")
          .map(ComputeCapability::parse)
          .toList();

  private CudaBinary() {}

  /**
   * Returns for which capability the code is that a card of this one would run: the highest that
   * fits; empty where none does.
   */
  public static Optional<ComputeCapability> codeFor(ComputeCapability card) {
    return TARGETS.stream().filter(target -> target.runsOn(card)).reduce((low, high) -> high);
  }

  /** Returns why a card cannot be used; empty where it can. */
  public static Optional<String> refusal(GraphicsCard card) {
    if (codeFor(card.capability()).isPresent()) {
      return Optional.empty();
    }
    String held =
        "the library holds machine code for "
            + String.join(", ", TARGETS.stream().map(ComputeCapability::toString).toList());
    ComputeCapability newest = TARGETS.get(TARGETS.size() - 1);
    return Optional.of(
        card.capability().compareTo(newest) > 0
            ? card
                + ", is too new: "
                + held
                + " and no PTX, and machine code for "
                + newest.major()
                + ".x does not run on "
                + card.capability().major()
                + ".x. No ND4J for CUDA 12 has been published"
            : card + ", is too old: " + held);
  }

  /** Returns what a card means for ND4J, as one sentence for people. */
  public static String describe(GraphicsCard card) {
    return codeFor(card.capability())
        .map(target -> card + ": usable, by the machine code for " + target)
        .orElseGet(() -> refusal(card).orElseThrow());
  }
}
