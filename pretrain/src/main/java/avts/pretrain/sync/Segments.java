package avts.pretrain.sync;

import java.util.ArrayList;
import java.util.List;

/** Divides a file into stretches that lie within one shot. */
final class Segments {
  /** Long enough to be decided, short enough to follow a drift. */
  private static final long LENGTH_MICROS = 10_000_000L;

  private Segments() {}

  /**
   * Returns the windows of each stretch. Shots longer than ten seconds are divided evenly.
   *
   * @param rows windows in the order of time
   */
  static List<List<ScoreMap.Row>> of(List<ScoreMap.Row> rows) {
    List<List<ScoreMap.Row>> segments = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int to = from + 1;
      while (to < rows.size() && rows.get(to).shot() == rows.get(from).shot()) {
        to++;
      }
      List<ScoreMap.Row> shot = rows.subList(from, to);
      long length = shot.get(shot.size() - 1).micros() - shot.get(0).micros();
      int parts = (int) Math.max(1, Math.round((double) length / LENGTH_MICROS));
      for (int part = 0; part < parts; part++) {
        List<ScoreMap.Row> windows =
            shot.subList(shot.size() * part / parts, shot.size() * (part + 1) / parts);
        if (!windows.isEmpty()) {
          segments.add(windows);
        }
      }
      from = to;
    }
    return segments;
  }
}
