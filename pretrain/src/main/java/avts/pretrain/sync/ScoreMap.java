package avts.pretrain.sync;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * The scores of a file's pictures beside its sound at every offset.
 *
 * @param lags the offsets
 * @param rows one window of pictures each, in the order of time
 */
public record ScoreMap(LagRange lags, List<Row> rows) {

  /** Copies the list and checks the lengths. */
  public ScoreMap {
    rows = List.copyOf(rows);
    for (Row row : rows) {
      checkArgument(
          row.scores.length == lags.count(),
          "a row has %s scores, there are %s offsets",
          row.scores.length,
          lags.count());
    }
  }

  /**
   * One window of pictures.
   *
   * @param micros the middle of the window on the file's timeline
   * @param shot number of the shot it lies in
   * @param scores its score with the sound at each offset, higher is more in step; NaN where there
   *     is no sound
   */
  // An array component: a row of a matrix, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Row(long micros, int shot, float[] scores) {}
}
