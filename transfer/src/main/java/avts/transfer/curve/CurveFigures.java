package avts.transfer.curve;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Interval;
import java.util.List;
import java.util.Locale;

/**
 * Pretrained and untrained encoders at several numbers of labelled repetitions.
 *
 * @param set name of the set
 * @param labels number of labels
 * @param testTakes number of test takes
 * @param seenInTraining test takes that the pretrained weights have seen
 * @param chance share that is right by guessing
 * @param rows one for each stream and number of repetitions
 */
public record CurveFigures(
    String set, int labels, int testTakes, int seenInTraining, double chance, List<Row> rows) {

  /** Copies the list. */
  public CurveFigures {
    rows = List.copyOf(rows);
  }

  /**
   * One point of a curve.
   *
   * @param stream video or audio
   * @param repetitions repetitions whose labels are known
   * @param labelledTakes their takes
   * @param pretrained share of test takes told right with the pretrained encoder, mean over seeds,
   *     with its interval over takes
   * @param scratch the same with the untrained encoder
   * @param gain pretrained minus scratch
   * @param p of the sign-flip permutation test over takes
   */
  public record Row(
      String stream,
      List<Integer> repetitions,
      int labelledTakes,
      Interval pretrained,
      Interval scratch,
      Interval gain,
      double p) {

    /** Copies the list. */
    public Row {
      repetitions = List.copyOf(repetitions);
    }
  }

  /** Returns the table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(
            List.of(
                "stream", "repetitions", "takes", "pretrained", "untrained encoder", "gain", "p"));
    for (Row row : rows) {
      table.add(
          List.of(
              row.stream,
              row.repetitions.toString(),
              Integer.toString(row.labelledTakes),
              row.pretrained.percent(),
              row.scratch.percent(),
              row.gain.percent(),
              String.format(Locale.ROOT, "%.4f", row.p)));
    }
    return table;
  }
}
