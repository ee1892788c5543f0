package avts.bench.step;

import static avts.pretrain.eval.TextTable.fixed;
import static avts.pretrain.eval.TextTable.percent;

import avts.bench.step.StepProfile.Level;
import avts.bench.step.StepProfile.Operation;
import avts.bench.step.StepProfile.Span;
import avts.pretrain.eval.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile for a terminal: milliseconds of a mean step and shares of it. */
public final class ProfileTable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final StepProfile profile;
  private final double whole;

  private ProfileTable(StepProfile profile) {
    this.profile = profile;
    whole =
        profile.spans().stream()
            .filter(span -> span.level() == Level.TRAINER)
            .mapToDouble(this::millis)
            .sum();
  }

  /** Returns three tables: parts of the trainer, kinds of operations, layers. */
  public static List<String> lines(StepProfile profile) {
    ProfileTable tables = new ProfileTable(profile);
    List<String> lines = new ArrayList<>();
    lines.addAll(tables.parts());
    lines.add("");
    lines.addAll(tables.kinds());
    lines.add("");
    lines.addAll(tables.layers());
    return lines;
  }

  private double millis(Span span) {
    return span.nanos() / NANOS_PER_MILLI / profile.steps();
  }

  /** Forward and backward of one kind of operation, or of one layer. */
  private static final class Sums {
    private double forward;
    private double backward;

    Sums add(boolean behind, double millis) {
      forward += behind ? 0 : millis;
      backward += behind ? millis : 0;
      return this;
    }

    double both() {
      return forward + backward;
    }
  }

  private List<String> parts() {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (Span span : profile.spans()) {
      if (span.level() == Level.TRAINER) {
        sums.merge(span.name(), millis(span), Double::sum);
      }
    }
    TextTable table = new TextTable(List.of("  part of a step", "ms", "share"));
    sums.forEach(
        (name, millis) ->
            table.add(List.of("  " + name, fixed(millis, 2), percent(millis / whole))));
    table.add(List.of("  all", fixed(whole, 2), percent(1)));
    return table.lines();
  }

  private List<String> kinds() {
    Map<String, Sums> sums = new LinkedHashMap<>();
    for (Operation operation : profile.operations()) {
      add(sums, name(operation), operation);
    }
    return table("  operation", sums, Comparator.comparingDouble(sum -> -sum.both()));
  }

  private static String name(Operation operation) {
    return operation.kind() + (operation.kernel().isEmpty() ? "" : " [" + operation.kernel() + "]");
  }

  private List<String> layers() {
    Map<String, Sums> sums = new LinkedHashMap<>();
    for (Operation operation : profile.operations()) {
      add(sums, operation.layer(), operation);
    }
    return table("  layer", sums, Comparator.comparingInt(sum -> 0)); // in the order of execution
  }

  private void add(Map<String, Sums> sums, String name, Operation operation) {
    sums.computeIfAbsent(name, key -> new Sums())
        .add(operation.backward(), millis(operation.span()));
  }

  private List<String> table(String head, Map<String, Sums> sums, Comparator<Sums> order) {
    TextTable table = new TextTable(List.of(head, "forward ms", "backward ms", "share"));
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(order))
        .forEach(
            entry -> {
              Sums sum = entry.getValue();
              table.add(
                  List.of(
                      "  " + entry.getKey(),
                      fixed(sum.forward, 2),
                      fixed(sum.backward, 2),
                      percent(sum.both() / whole)));
            });
    return table.lines();
  }
}
