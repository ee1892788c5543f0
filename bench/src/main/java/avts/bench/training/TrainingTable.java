package avts.bench.training;

import static avts.pretrain.eval.TextTable.fixed;
import static avts.pretrain.eval.TextTable.percent;

import avts.bench.training.TrainingCurve.Validated;
import avts.pretrain.eval.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Trainings of several engines for a terminal. */
final class TrainingTable {

  private TrainingTable() {}

  /**
   * Returns the lines of a table: means over seeds, and the ratio of the first engine's time to
   * each other's.
   *
   * @param wanted the value whose time is told
   */
  static List<String> lines(List<TrainingCurve> curves, double wanted) {
    Map<String, List<TrainingCurve>> byEngine = new LinkedHashMap<>();
    curves.forEach(
        curve -> byEngine.computeIfAbsent(curve.engine(), name -> new ArrayList<>()).add(curve));
    String first = curves.get(0).engine();
    OptionalDouble ours =
        reaching(byEngine.getOrDefault(first, List.of()), wanted, Validated::seconds);
    TextTable table =
        new TextTable(
            List.of(
                "engine",
                "ms a step",
                "waiting",
                "steps to it",
                "seconds to it",
                first + "/it",
                "best"));
    byEngine.forEach(
        (engine, group) -> {
          OptionalDouble seconds = reaching(group, wanted, Validated::seconds);
          table.add(
              List.of(
                  engine,
                  fixed(mean(group, TrainingCurve::stepMillis), 1),
                  percent(mean(group, TrainingCurve::waitShare)),
                  text(reaching(group, wanted, Validated::step), 0),
                  text(seconds, 1),
                  ours.isPresent() && seconds.isPresent()
                      ? fixed(ours.getAsDouble() / seconds.getAsDouble(), 2)
                      : "-",
                  percent(mean(group, curve -> curve.best().orElse(0)))));
        });
    return table.lines();
  }

  private static String text(OptionalDouble value, int digits) {
    return value.isPresent() ? fixed(value.getAsDouble(), digits) : "-";
  }

  /** Returns the mean over seeds; nothing if one of them never got there. */
  private static OptionalDouble reaching(
      List<TrainingCurve> group, double wanted, ToDoubleFunction<Validated> value) {
    List<Validated> reached =
        group.stream().flatMap(curve -> curve.reaching(wanted).stream()).toList();
    return reached.size() < group.size()
        ? OptionalDouble.empty()
        : reached.stream().mapToDouble(value).average();
  }

  private static double mean(List<TrainingCurve> group, ToDoubleFunction<TrainingCurve> value) {
    return group.stream().mapToDouble(value).average().orElse(0);
  }
}
