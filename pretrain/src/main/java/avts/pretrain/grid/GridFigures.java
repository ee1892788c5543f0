package avts.pretrain.grid;

import avts.pretrain.eval.SeedSpread;
import avts.pretrain.eval.SeedSpread.ClassSpread;
import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Spread;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a grid found.
 *
 * @param rows a row for each set of settings; those of which no training succeeded are absent
 * @param trainings number of trainings that the grid consists of, those of all alternatives
 *     included
 * @param failures a sentence for each training that failed
 */
public record GridFigures(List<Row> rows, int trainings, List<String> failures) {

  /**
   * One row.
   *
   * @param name its name
   * @param choice which alternative was used
   * @param spread figures over the seeds
   */
  public record Row(String name, Choice choice, SeedSpread spread) {

    /** Returns the number of trainings behind the figures. */
    int seeds() {
      return spread.rows().values().stream()
          .mapToInt(figures -> figures.accuracy().count())
          .findFirst()
          .orElse(0);
    }
  }

  /** Copies the lists. */
  public GridFigures {
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
  }

  /** Returns accuracy by class of negatives: mean and deviation over seeds, range over videos. */
  public TextTable accuracies() {
    Set<String> classes = new LinkedHashSet<>();
    rows.forEach(row -> classes.addAll(row.spread().rows().keySet()));
    List<String> heads = new ArrayList<>(List.of("row", "chosen", "seeds"));
    heads.addAll(classes);
    TextTable table = new TextTable(heads);
    for (Row row : rows) {
      Map<String, ClassSpread> spreads = row.spread().rows();
      List<String> cells = new ArrayList<>(List.of(row.name(), row.choice().name()));
      cells.add(Integer.toString(row.seeds()));
      for (String name : classes) {
        ClassSpread spread = spreads.get(name);
        cells.add(spread == null ? "" : spread.text());
      }
      table.add(cells);
    }
    return table;
  }

  /** Returns the shares chosen right of two sounds: mean and deviation over seeds. */
  public TextTable twoWay() {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.spread().twoWay().keySet()));
    List<String> heads = new ArrayList<>(List.of("two-way choice"));
    heads.addAll(names);
    TextTable table = new TextTable(heads);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (String name : names) {
        Spread spread = row.spread().twoWay().get(name);
        cells.add(spread == null ? "" : spread.fixed(100, 1) + " %");
      }
      table.add(cells);
    }
    return table;
  }
}
