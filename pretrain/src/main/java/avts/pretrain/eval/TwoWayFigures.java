package avts.pretrain.eval;

import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Two-way choice: which of two sounds of the same file belongs to these pictures, the one of the
 * same moment or a shifted one. Chance is 0.5 and no threshold is involved.
 *
 * @param shift what the shifted sound is: {@code "80 ms"}, either way; or {@code "hard pairs"}
 * @param choices number of choices
 * @param groups number of groups they come from
 * @param right share chosen right, ties counting one half
 */
public record TwoWayFigures(String shift, int choices, int groups, Interval right) {

  /**
   * One choice.
   *
   * @param group group of the file
   * @param aligned score of the sound of the same moment
   * @param shifted score of the shifted sound
   */
  public record Choice(String group, double aligned, double shifted) {

    double right() {
      return aligned > shifted ? 1 : aligned == shifted ? 0.5 : 0;
    }
  }

  /** Measures choices, of which there must be one. */
  public static TwoWayFigures of(
      String shift, List<Choice> choices, Bootstrap bootstrap, RandomGenerator random) {
    List<String> groups = choices.stream().map(Choice::group).toList();
    Bootstrap.Statistic share =
        items -> {
          double sum = 0;
          for (int item : items) {
            sum += choices.get(item).right();
          }
          return sum / items.length;
        };
    return new TwoWayFigures(
        shift,
        choices.size(),
        (int) groups.stream().distinct().count(),
        bootstrap.interval(groups, share, random));
  }

  /** Returns figures as a table for people. */
  public static TextTable table(List<TwoWayFigures> figures) {
    TextTable table = new TextTable(List.of("shift", "chosen right", "choices", "groups"));
    figures.forEach(
        row ->
            table.add(
                List.of(
                    row.shift,
                    row.right.percent(),
                    Integer.toString(row.choices),
                    Integer.toString(row.groups))));
    return table;
  }
}
