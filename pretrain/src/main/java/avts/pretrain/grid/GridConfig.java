package avts.pretrain.grid;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A table of experiments: every row is trained with every seed.
 *
 * @param config file of the experiment that all rows begin with, relative to this file
 * @param seeds root seeds, at least one, no two alike; the first also serves to choose
 * @param rows what the rows change
 */
public record GridConfig(String config, List<Long> seeds, List<Row> rows) {

  /**
   * One row.
   *
   * @param name name in the table, also of a folder; letters, digits, spaces and {@code . + - _}
   * @param set overrides of the experiment, such as {@code clip.view=single-frame}
   * @param choose alternatives, one override each, such as {@code optimizer.learning_rate=0.1}; the
   *     one with the best validation score at the first seed is used for all seeds. May be empty
   */
  public record Row(String name, List<String> set, List<String> choose) {

    /** Checks the name. */
    public Row {
      checkArgument(
          name.matches("[A-Za-z0-9][A-Za-z0-9 .+_-]*"),
          "name must begin with a letter or digit and hold only letters, digits, spaces and . + -"
              + " _, got %s",
          name);
      set = List.copyOf(set);
      choose = List.copyOf(choose);
    }

    /** Returns the name as that of a folder, such as {@code infonce-pooled}. */
    String folder() {
      return name.toLowerCase(Locale.ROOT).replaceAll("[ -]+", "-");
    }

    /** Returns the number of trainings that choosing takes, at least 1. */
    int alternatives() {
      return Math.max(1, choose.size());
    }
  }

  /** Checks seeds and names. */
  public GridConfig {
    seeds = List.copyOf(seeds);
    rows = List.copyOf(rows);
    checkArgument(!seeds.isEmpty(), "seeds must hold at least one seed");
    checkArgument(
        seeds.stream().distinct().count() == seeds.size(), "seeds must differ, got %s", seeds);
    checkArgument(!rows.isEmpty(), "rows must hold at least one row");
    List<String> names = rows.stream().map(Row::folder).toList();
    checkArgument(
        names.stream().distinct().count() == names.size(),
        "the names of rows must differ in more than case, spaces and dashes, got %s",
        names);
  }

  /** Returns the same table with {@code overrides} applied to all rows, before their own. */
  public GridConfig with(List<String> overrides) {
    List<Row> changed =
        rows.stream()
            .map(
                row ->
                    new Row(
                        row.name(),
                        Stream.concat(overrides.stream(), row.set().stream()).toList(),
                        row.choose()))
            .toList();
    return new GridConfig(config, seeds, changed);
  }

  /** Returns the number of trainings in all. */
  int trainings() {
    return rows.stream().mapToInt(row -> row.alternatives() + seeds.size() - 1).sum();
  }
}
