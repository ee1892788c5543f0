package avts.pretrain.probe.audio;

import avts.pretrain.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Accuracies inside the training recordings of each fold, for choosing a model or its training
 * without a look at what is tested.
 *
 * @param configurations number of combinations of features and C that each row chose from
 * @param rows the compared features
 */
public record SelectionFigures(int configurations, List<Row> rows) {

  /** Copies the list. */
  public SelectionFigures {
    rows = List.copyOf(rows);
  }

  /**
   * Features and what they reached.
   *
   * @param name what they are
   * @param accuracy mean over the folds
   * @param choices what was chosen inside each fold
   */
  public record Row(String name, double accuracy, List<Choice> choices) {

    /** Copies the list. */
    public Row {
      choices = List.copyOf(choices);
    }
  }

  /**
   * The choice inside one fold.
   *
   * @param fold name of the fold
   * @param features the features chosen
   * @param cost the C chosen
   * @param accuracy accuracy in the inner cross-validation
   */
  public record Choice(String fold, String features, double cost, double accuracy) {}

  /** Returns the accuracies with the choices. */
  public TextTable table() {
    List<String> heads = new ArrayList<>(List.of("features", "inner accuracy"));
    rows.get(0).choices().forEach(choice -> heads.add("without fold " + choice.fold()));
    TextTable table = new TextTable(heads);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name(), TextTable.percent(row.accuracy())));
      for (Choice choice : row.choices()) {
        cells.add(
            String.format(
                Locale.ROOT,
                "%s, %s, C %g",
                TextTable.percent(choice.accuracy()),
                choice.features(),
                choice.cost()));
      }
      table.add(cells);
    }
    return table;
  }
}
