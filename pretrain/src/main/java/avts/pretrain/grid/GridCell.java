package avts.pretrain.grid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One training of a grid.
 *
 * @param row the row
 * @param alternative number of the row's alternative, from 0
 * @param seed root seed
 */
record GridCell(GridConfig.Row row, int alternative, long seed) {

  /** Returns the overrides of the row's experiment, in the order in which they apply. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>(row.set());
    if (!row.choose().isEmpty()) {
      overrides.add(row.choose().get(alternative));
    }
    overrides.add("seed=" + seed);
    return overrides;
  }

  /** Returns the folder of the run below that of the grid. */
  Path folder(Path grid) {
    return grid.resolve(row.folder()).resolve("choice-" + alternative + "-seed-" + seed);
  }

  @Override
  public String toString() {
    String choice = row.choose().isEmpty() ? "" : ", " + row.choose().get(alternative);
    return row.name() + choice + ", seed " + seed;
  }
}
