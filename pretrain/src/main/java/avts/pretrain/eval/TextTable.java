package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for a terminal: the first column to the left, all others to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Starts a table with the given column heads. */
  public TextTable(List<String> heads) {
    checkArgument(!heads.isEmpty(), "a table needs columns");
    rows.add(List.copyOf(heads));
  }

  /** Adds a row with as many cells as there are heads. */
  public TextTable add(List<String> cells) {
    checkArgument(
        cells.size() == rows.get(0).size(), "%s cells for %s columns", cells, rows.get(0).size());
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Returns heads and rows. */
  public List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /** Returns the lines, without trailing spaces. */
  public List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  /** Returns a share as a percentage with one digit after the point. */
  public static String percent(double share) {
    return fixed(100 * share, 1) + " %";
  }

  /** Returns {@code value} with {@code digits} digits after the point. */
  public static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder(Strings.padEnd(row.get(0), widths[0], ' '));
    for (int column = 1; column < widths.length; column++) {
      line.append(GAP).append(Strings.padStart(row.get(column), widths[column], ' '));
    }
    return line.toString().stripTrailing();
  }
}
