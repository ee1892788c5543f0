package avts.pretrain.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;

/** Finds the part of a graph that some of its outputs need. */
public final class NeededOps {

  private NeededOps() {}

  /** Returns the operations that {@code outputs} depend on, in the order of the graph. */
  public static List<DifferentialFunction> of(SameDiff graph, Collection<String> outputs) {
    Set<String> wanted = new HashSet<>(outputs);
    Deque<DifferentialFunction> operations = new ArrayDeque<>();
    DifferentialFunction[] all = graph.ops();
    for (int i = all.length - 1; i >= 0; i--) {
      if (Stream.of(all[i].outputVariablesNames()).anyMatch(wanted::contains)) {
        operations.addFirst(all[i]);
        wanted.addAll(List.of(all[i].argNames()));
      }
    }
    return List.copyOf(operations);
  }
}
