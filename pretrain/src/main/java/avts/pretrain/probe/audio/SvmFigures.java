package avts.pretrain.probe.audio;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.eval.metric.McNemar;
import java.util.ArrayList;
import java.util.List;

/**
 * What the audio probe measured.
 *
 * @param recordings number of tested recordings
 * @param subClips number of sub-clips
 * @param droppedSubClips number of sub-clips left out because they are mostly digital silence
 * @param seenInTraining number of recordings that the model has seen in training
 * @param configurations number of combinations of features and C that each row chose from
 * @param classes names of the classes
 * @param rows the compared features
 * @param tests comparisons of two rows over recordings
 * @param predictions every tested recording
 */
public record SvmFigures(
    int recordings,
    int subClips,
    int droppedSubClips,
    int seenInTraining,
    int configurations,
    List<String> classes,
    List<Row> rows,
    List<Test> tests,
    List<Prediction> predictions) {

  /** Copies the lists. */
  public SvmFigures {
    classes = List.copyOf(classes);
    rows = List.copyOf(rows);
    tests = List.copyOf(tests);
    predictions = List.copyOf(predictions);
  }

  /**
   * Features and what they reached.
   *
   * @param name what they are
   * @param size values of a sub-clip
   * @param accuracy share of the recordings put right, interval over sources
   * @param folds the same for each fold, with what was chosen inside its training recordings
   * @param confusion recordings of each class (first index) put into each class (second)
   */
  public record Row(
      String name,
      int size,
      Interval accuracy,
      List<FoldRow> folds,
      List<List<Integer>> confusion) {

    /** Copies the lists. */
    public Row {
      folds = List.copyOf(folds);
      confusion = confusion.stream().map(List::copyOf).toList();
    }

    /** Returns the mean inner accuracy of the choices. */
    double innerAccuracy() {
      return folds.stream().mapToDouble(FoldRow::innerAccuracy).average().orElse(0);
    }
  }

  /**
   * One fold of a row.
   *
   * @param fold name of the fold
   * @param features the features chosen
   * @param cost the C chosen
   * @param innerAccuracy accuracy of that choice inside the training recordings
   * @param accuracy accuracy on the tested recordings
   */
  public record FoldRow(
      String fold, String features, double cost, double innerAccuracy, double accuracy) {}

  /**
   * A comparison of two rows.
   *
   * @param first name of a row
   * @param second name of another
   * @param mcNemar the test over recordings
   */
  public record Test(String first, String second, McNemar mcNemar) {}

  /**
   * A tested recording.
   *
   * @param recording its name
   * @param fold the fold it was tested in
   * @param label its class
   * @param predicted the class by each row, in the order of the rows
   */
  public record Prediction(String recording, String fold, String label, List<String> predicted) {

    /** Copies the list. */
    public Prediction {
      predicted = List.copyOf(predicted);
    }
  }

  /** Returns the accuracies. */
  public TextTable table() {
    List<String> heads = new ArrayList<>(List.of("features", "values", "accuracy"));
    rows.get(0).folds().forEach(fold -> heads.add("fold " + fold.fold()));
    heads.add("inner");
    TextTable table = new TextTable(heads);
    for (Row row : rows) {
      List<String> cells =
          new ArrayList<>(
              List.of(row.name(), Integer.toString(row.size()), row.accuracy().percent()));
      row.folds().forEach(fold -> cells.add(TextTable.percent(fold.accuracy())));
      cells.add(TextTable.percent(row.innerAccuracy()));
      table.add(cells);
    }
    return table;
  }

  /** Returns the comparisons. */
  public TextTable testTable() {
    TextTable table =
        new TextTable(List.of("McNemar's test", "only first right", "only second right", "p"));
    for (Test test : tests) {
      table.add(
          List.of(
              test.first() + " / " + test.second(),
              Integer.toString(test.mcNemar().onlyFirst()),
              Integer.toString(test.mcNemar().onlySecond()),
              TextTable.fixed(test.mcNemar().p(), 4)));
    }
    return table;
  }
}
