package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.metric.Spread;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the figures of several runs of one experiment vary from seed to seed.
 *
 * @param accuracy spread of the accuracy by class of negatives
 * @param rocAuc spread of the area under the curve by class of negatives
 */
public record SeedSpread(Map<String, Spread> accuracy, Map<String, Spread> rocAuc) {

  /** Copies the maps. */
  public SeedSpread {
    accuracy = Collections.unmodifiableMap(new LinkedHashMap<>(accuracy));
    rocAuc = Collections.unmodifiableMap(new LinkedHashMap<>(rocAuc));
  }

  /** Returns the spread over {@code runs}, at least one; classes that a run lacks are left out. */
  public static SeedSpread of(List<SyncFigures> runs) {
    checkArgument(!runs.isEmpty(), "there are no runs");
    return new SeedSpread(
        spread(runs, figures -> figures.accuracy().value()),
        spread(runs, figures -> figures.rocAuc().value()));
  }

  private static Map<String, Spread> spread(
      List<SyncFigures> runs, ToDoubleFunction<ClassFigures> figure) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (String row : runs.get(0).rows().keySet()) {
      List<ClassFigures> rows =
          runs.stream()
              .flatMap(run -> run.rows().entrySet().stream())
              .filter(entry -> entry.getKey().equals(row))
              .map(Map.Entry::getValue)
              .toList();
      if (rows.size() == runs.size()) {
        spreads.put(row, Spread.of(rows.stream().mapToDouble(figure).toArray()));
      }
    }
    return spreads;
  }

  /** Returns mean and standard deviation as a table for people. */
  public TextTable table() {
    TextTable table = new TextTable(List.of("negatives", "accuracy", "ROC-AUC", "seeds"));
    accuracy.forEach(
        (row, spread) -> {
          Spread auc = rocAuc.getOrDefault(row, spread);
          table.add(
              List.of(
                  row,
                  TextTable.fixed(100 * spread.mean(), 1)
                      + " ± "
                      + TextTable.percent(spread.deviation()),
                  TextTable.fixed(auc.mean(), 4) + " ± " + TextTable.fixed(auc.deviation(), 4),
                  Integer.toString(spread.count())));
        });
    return table;
  }
}
