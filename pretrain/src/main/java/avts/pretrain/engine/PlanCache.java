package avts.pretrain.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The plans of one graph for the numbers of examples that occur. */
final class PlanCache implements AutoCloseable {

  /** Plans of this many batch sizes are kept: the usual one and an epoch's last one. */
  private static final int KEPT_PLANS = 2;

  private final Map<Integer, GraphPlan> plans = new LinkedHashMap<>(4, 0.75f, true);

  /** Returns the plan for {@code size} examples, made where there is none. */
  GraphPlan of(int size, Supplier<GraphPlan> make) {
    GraphPlan plan = plans.get(size);
    if (plan == null) {
      if (plans.size() == KEPT_PLANS) {
        Iterator<GraphPlan> oldest = plans.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
      plan = make.get();
      plans.put(size, plan);
    }
    return plan;
  }

  /** Returns the bytes of native memory of the plan for {@code size} examples, 0 without one. */
  long bytes(int size) {
    GraphPlan plan = plans.get(size);
    return plan == null ? 0 : plan.bytes();
  }

  @Override
  public void close() {
    plans.values().forEach(GraphPlan::close);
    plans.clear();
  }
}
