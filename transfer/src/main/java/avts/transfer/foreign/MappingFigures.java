package avts.transfer.foreign;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a mapping does on rows that it was not fitted to; {@link
 * avts.transfer.mapping.MappingScore} says what the figures are. Intervals come from resampling
 * groups.
 *
 * @param kind the mapping
 * @param rows rows scored
 * @param groups groups that they come from
 * @param sourceColumns length of a source row
 * @param targetColumns length of a target row
 * @param cosine mean cosine with the true row
 * @param centredCosine the same about the mean target row
 * @param recall share of mapped rows whose nearest true row is their own
 * @param recallChance what a random order reaches
 * @param relativeError squared error divided by that of the mean target row
 * @param labels agreement of labels, null where there are none
 * @param fits the mappings that were fitted, one a fold
 */
public record MappingFigures(
    String kind,
    int rows,
    int groups,
    int sourceColumns,
    int targetColumns,
    Interval cosine,
    Interval centredCosine,
    Interval recall,
    double recallChance,
    Interval relativeError,
    @Nullable Labels labels,
    List<Fit> fits) {

  /** Copies the list. */
  public MappingFigures {
    fits = List.copyOf(fits);
  }

  /**
   * Share of the nearest fitted target rows that have the row's label.
   *
   * @param neighbours number of neighbours looked at
   * @param mapped about mapped rows
   * @param truth about true rows, what a perfect mapping reaches
   * @param chance among all fitted rows
   */
  public record Labels(int neighbours, Interval mapped, double truth, double chance) {}

  /**
   * One fitted mapping.
   *
   * @param rows rows that it was fitted to
   * @param settings its settings in one line
   * @param tried settings that were compared on those rows, 0 where there was no choice
   */
  public record Fit(int rows, String settings, int tried) {}

  /** Returns the figures as a table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(
            List.of("mapped against true rows", "value (range)", "no mapping", "true rows"));
    table.add(List.of("cosine", fixed(cosine), "", "1"));
    table.add(List.of("cosine about the mean", fixed(centredCosine), "0", "1"));
    table.add(List.of("R@1", recall.percent(), TextTable.percent(recallChance), "100 %"));
    table.add(List.of("squared error / that of the mean", fixed(relativeError), "1", "0"));
    if (labels != null) {
      table.add(
          List.of(
              "label of the nearest " + labels.neighbours(),
              labels.mapped().percent(),
              TextTable.percent(labels.chance()),
              TextTable.percent(labels.truth())));
    }
    return table;
  }

  private static String fixed(Interval interval) {
    return TextTable.fixed(interval.value(), 3)
        + " ("
        + TextTable.fixed(interval.low(), 3)
        + " to "
        + TextTable.fixed(interval.high(), 3)
        + ")";
  }
}
