package avts.pretrain.sync;

import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How well a meter finds known shifts, and how well it knows when there is nothing to find.
 *
 * @param files number of files
 * @param shifts number of shifts
 * @param estimate errors of the most likely offset, whether it would be reported or not
 * @param told errors of the offsets that are reported; null where none is
 * @param tellsShare share of the shifts for which an offset is reported
 * @param sureAndWrong share of the shifts for which an offset is certain and more than 40 ms off
 * @param nothingToTell what the meter says where there is nothing to tell
 * @param reliability confidence against truth, over all trials
 * @param errorsMillis error of every most likely offset, in the order of the trials
 */
public record ShiftFigures(
    int files,
    int shifts,
    Errors estimate,
    @Nullable Errors told,
    double tellsShare,
    double sureAndWrong,
    List<NothingToTell> nothingToTell,
    List<Confidence.Bin> reliability,
    List<Double> errorsMillis) {

  /** Copies the lists. */
  public ShiftFigures {
    nothingToTell = List.copyOf(nothingToTell);
    reliability = List.copyOf(reliability);
    errorsMillis = List.copyOf(errorsMillis);
  }

  /**
   * Errors of offsets.
   *
   * @param within20 share off by at most 20 ms
   * @param within40 share off by at most 40 ms
   * @param within80 share off by at most 80 ms
   * @param within200 share off by at most 200 ms
   * @param medianMillis median of the errors, with sign
   * @param medianAbsoluteMillis median of the errors, without
   */
  public record Errors(
      double within20,
      double within40,
      double within80,
      double within200,
      double medianMillis,
      double medianAbsoluteMillis) {

    /** Measures {@code errors}, at least one, in milliseconds. */
    static Errors of(List<Double> errors) {
      double[] sorted = errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      double[] absolute = Arrays.stream(sorted).map(Math::abs).sorted().toArray();
      return new Errors(
          share(absolute, 20),
          share(absolute, 40),
          share(absolute, 80),
          share(absolute, 200),
          Quantiles.of(sorted, 0.5),
          Quantiles.of(absolute, 0.5));
    }

    private static double share(double[] absolute, double limit) {
      return (double) Arrays.stream(absolute).filter(error -> error <= limit).count()
          / absolute.length;
    }
  }

  /**
   * Trials of one kind in which there is nothing to tell.
   *
   * @param kind what was done to the files
   * @param trials how many there were
   * @param cannotTell share for which the meter says so
   * @param sure share for which it is certain of an offset
   */
  public record NothingToTell(Trial.Kind kind, int trials, double cannotTell, double sure) {}

  /**
   * What the meter said of a trial.
   *
   * @param trial the trial
   * @param offsetMillis the most likely offset
   * @param confidence calibrated probability that it is right
   */
  record Answer(Trial trial, double offsetMillis, double confidence) {
    private double error() {
      return offsetMillis - trial.trueMillis();
    }

    private boolean right() {
      return trial.kind() == Trial.Kind.SHIFTED
          && Math.abs(error()) <= OffsetPosterior.TOLERANCE_MILLIS;
    }

    private boolean tells() {
      return confidence >= SyncReading.TELLS;
    }

    private boolean sure() {
      return confidence >= SyncReading.SURE;
    }
  }

  /** Measures {@code answers}, among them at least one to a shift. */
  static ShiftFigures of(List<Answer> answers) {
    List<Answer> shifted =
        answers.stream().filter(answer -> answer.trial.kind() == Trial.Kind.SHIFTED).toList();
    if (shifted.isEmpty()) {
      throw new IllegalArgumentException(
          "no file is long enough for a clip beside a shifted sound");
    }
    List<Double> errors = shifted.stream().map(Answer::error).toList();
    List<Double> told = shifted.stream().filter(Answer::tells).map(Answer::error).toList();
    Map<Trial.Kind, List<Answer>> nothing = new TreeMap<>();
    for (Answer answer : answers) {
      if (answer.trial.kind() != Trial.Kind.SHIFTED) {
        nothing.computeIfAbsent(answer.trial.kind(), kind -> new ArrayList<>()).add(answer);
      }
    }
    return new ShiftFigures(
        (int) answers.stream().mapToInt(answer -> answer.trial.file()).distinct().count(),
        shifted.size(),
        Errors.of(errors),
        told.isEmpty() ? null : Errors.of(told),
        (double) told.size() / shifted.size(),
        share(shifted, answer -> answer.sure() && !answer.right()),
        nothing.entrySet().stream()
            .map(
                kind ->
                    new NothingToTell(
                        kind.getKey(),
                        kind.getValue().size(),
                        share(kind.getValue(), answer -> !answer.tells()),
                        share(kind.getValue(), Answer::sure)))
            .toList(),
        Confidence.reliability(
            answers.stream().map(Answer::confidence).toList(),
            answers.stream().map(Answer::right).toList()),
        errors);
  }

  private static double share(List<Answer> answers, Predicate<Answer> predicate) {
    return (double) answers.stream().filter(predicate).count() / answers.size();
  }

  /** Returns the errors of a meter that always says zero on the same shifts. */
  public static Errors alwaysZero(List<Trial> trials) {
    return Errors.of(
        trials.stream()
            .filter(trial -> trial.kind() == Trial.Kind.SHIFTED)
            .map(trial -> -trial.trueMillis())
            .toList());
  }

  /**
   * Returns the errors of several meters as a table for people.
   *
   * @param meters figures by name
   * @param alwaysZero errors of a meter that always says zero
   */
  public static TextTable errors(Map<String, ShiftFigures> meters, Errors alwaysZero) {
    TextTable table =
        new TextTable(
            List.of(
                "known shifts",
                "within 20 ms",
                "40 ms",
                "80 ms",
                "200 ms",
                "median error",
                "reported",
                "sure and wrong"));
    meters.forEach(
        (name, figures) ->
            table.add(
                line(
                    name,
                    figures.estimate,
                    TextTable.percent(figures.tellsShare),
                    TextTable.percent(figures.sureAndWrong))));
    return table.add(line("always 0", alwaysZero, "", ""));
  }

  private static List<String> line(String name, Errors errors, String told, String wrong) {
    return List.of(
        name,
        TextTable.percent(errors.within20),
        TextTable.percent(errors.within40),
        TextTable.percent(errors.within80),
        TextTable.percent(errors.within200),
        TextTable.fixed(errors.medianAbsoluteMillis, 1) + " ms",
        told,
        wrong);
  }

  /** Returns what several meters say where there is nothing to tell, as a table for people. */
  public static TextTable nothingToTell(Map<String, ShiftFigures> meters) {
    TextTable table =
        new TextTable(List.of("nothing to tell", "kind", "trials", "cannot tell", "sure"));
    meters.forEach(
        (name, figures) ->
            figures.nothingToTell.forEach(
                kind ->
                    table.add(
                        List.of(
                            name,
                            kind.kind.name().toLowerCase(Locale.ROOT),
                            Integer.toString(kind.trials),
                            TextTable.percent(kind.cannotTell),
                            TextTable.percent(kind.sure)))));
    return table;
  }

  /** Returns confidence against truth as a table for people. */
  public TextTable reliabilityTable() {
    TextTable table = new TextTable(List.of("confidence", "right to 40 ms", "trials"));
    for (Confidence.Bin bin : reliability) {
      table.add(
          List.of(
              TextTable.percent(bin.confidence()),
              TextTable.percent(bin.right()),
              Integer.toString(bin.cases())));
    }
    return table;
  }
}
