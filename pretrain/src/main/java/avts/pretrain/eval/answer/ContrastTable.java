package avts.pretrain.eval.answer;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Interval;
import java.util.List;
import java.util.Locale;

/** Comparisons as text. */
public final class ContrastTable {

  private ContrastTable() {}

  /** Returns one line a comparison. */
  public static TextTable of(List<Contrast> contrasts) {
    TextTable table = new TextTable(List.of("comparison", "difference", "interval", "p"));
    for (Contrast contrast : contrasts) {
      table.add(
          List.of(
              contrast.first() + " - " + contrast.second(),
              points(contrast.difference().value()),
              points(contrast.difference().low()) + " to " + points(contrast.difference().high()),
              p(contrast.p())));
    }
    return table;
  }

  /** Returns a difference of shares in points with its sign, such as {@code +1.5}. */
  public static String points(double share) {
    return String.format(Locale.ROOT, "%+.1f", 100 * share);
  }

  /** Returns a probability, small ones with one place more. */
  public static String p(double value) {
    return String.format(Locale.ROOT, value < 0.001 ? "%.4f" : "%.3f", value);
  }

  /** Returns a ratio with its interval, such as {@code 0.23 (0.15 to 0.32)}. */
  public static String ratio(Interval ratio) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", ratio.value(), ratio.low(), ratio.high());
  }
}
