package avts.pretrain.eval;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.metric.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the score falls off when the sound is shifted, and how well its peak finds the true offset.
 *
 * <p>A shift is start of the sound minus start of the pictures, in frames; the material is in sync,
 * so the true offset is 0.
 *
 * @param windows number of windows
 * @param files number of files
 * @param curve the score at each shift, over all windows
 * @param peakFrames shift at which the mean score is greatest
 * @param widthFrames width of the mean curve half-way between its peak and its lowest value, linear
 *     between shifts; cut off at the greatest shifts
 * @param perWindow offsets read off single windows
 * @param perFile offsets read off the mean curve of each file's windows
 */
public record OffsetFigures(
    int windows,
    int files,
    List<Shift> curve,
    int peakFrames,
    double widthFrames,
    Within perWindow,
    Within perFile) {

  /** Copies the curve. */
  public OffsetFigures {
    curve = List.copyOf(curve);
  }

  /**
   * The score at one shift.
   *
   * @param frames the shift in frames
   * @param mean mean over all windows
   * @param p10 10th percentile
   * @param median 50th percentile
   * @param p90 90th percentile
   */
  public record Shift(int frames, double mean, double p10, double median, double p90) {}

  /**
   * Shares of offsets that are nearly right.
   *
   * @param frames0 exactly right
   * @param frames1 at most one frame off
   * @param frames2 at most two frames off
   */
  public record Within(double frames0, double frames1, double frames2) {

    private static Within of(List<Integer> offsets) {
      return new Within(share(offsets, 0), share(offsets, 1), share(offsets, 2));
    }

    private static double share(List<Integer> offsets, int frames) {
      return (double) offsets.stream().filter(offset -> Math.abs(offset) <= frames).count()
          / offsets.size();
    }
  }

  /**
   * Scores of one window at every shift.
   *
   * @param file number of its file
   * @param scores scores at shifts -n..n
   */
  // An array component: a row of a matrix, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record WindowCurve(int file, double[] scores) {}

  /**
   * Measures curves.
   *
   * @param curves one for each window, all of one odd length
   */
  public static OffsetFigures of(List<WindowCurve> curves) {
    checkArgument(
        !curves.isEmpty(),
        "there are no windows to shift: the files are too short for evaluation.pairs"
            + ".max_shift_frames");
    int length = curves.get(0).scores.length;
    checkArgument(
        length % 2 == 1 && curves.stream().allMatch(curve -> curve.scores.length == length),
        "curves need the same odd number of shifts");
    int most = length / 2;
    List<Shift> shifts = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int index = i;
      double[] sorted =
          curves.stream().mapToDouble(curve -> curve.scores[index]).sorted().toArray();
      shifts.add(
          new Shift(
              i - most,
              Arrays.stream(sorted).average().orElseThrow(),
              Quantiles.of(sorted, 0.1),
              Quantiles.of(sorted, 0.5),
              Quantiles.of(sorted, 0.9)));
    }
    double[] mean = shifts.stream().mapToDouble(Shift::mean).toArray();
    Map<Integer, double[]> files = new TreeMap<>();
    for (WindowCurve curve : curves) {
      double[] sum = files.computeIfAbsent(curve.file, file -> new double[length]);
      Arrays.setAll(sum, i -> sum[i] + curve.scores[i]);
    }
    return new OffsetFigures(
        curves.size(),
        files.size(),
        shifts,
        peak(mean) - most,
        width(mean),
        Within.of(curves.stream().map(curve -> peak(curve.scores) - most).toList()),
        Within.of(files.values().stream().map(sum -> peak(sum) - most).toList()));
  }

  /**
   * The place of the greatest score; of equals the one farthest out, so that a flat curve fails.
   */
  private static int peak(double[] scores) {
    int middle = scores.length / 2;
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      boolean fartherOut = Math.abs(i - middle) > Math.abs(best - middle);
      if (scores[i] > scores[best] || (scores[i] == scores[best] && fartherOut)) {
        best = i;
      }
    }
    return best;
  }

  private static double width(double[] mean) {
    int peak = peak(mean);
    double half = (mean[peak] + Arrays.stream(mean).min().orElseThrow()) / 2;
    return side(mean, peak, 1, half) + side(mean, peak, -1, half);
  }

  /** How far from the peak the curve first falls to {@code half} on one side. */
  private static double side(double[] mean, int peak, int step, double half) {
    int at = peak;
    while (at + step >= 0 && at + step < mean.length && mean[at + step] > half) {
      at += step;
    }
    int next = at + step;
    if (next < 0 || next >= mean.length) {
      return Math.abs(at - peak);
    }
    double drop = mean[at] - mean[next];
    return Math.abs(at - peak) + (drop > 0 ? (mean[at] - half) / drop : 0);
  }

  /** Returns the shares as a table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(List.of("offset read off", "0 frames", "within 1", "within 2", "number"));
    table.add(line("a window", perWindow, windows));
    return table.add(line("a file", perFile, files));
  }

  private static List<String> line(String name, Within within, int count) {
    return List.of(
        name,
        TextTable.percent(within.frames0),
        TextTable.percent(within.frames1),
        TextTable.percent(within.frames2),
        Integer.toString(count));
  }
}
