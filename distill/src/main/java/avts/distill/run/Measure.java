package avts.distill.run;

import avts.pretrain.eval.TextTable;

/** What a row's worth is told in. */
public enum Measure {
  /** Share of takes told right, beside its mean over classes. */
  ACCURACY("takes", "accuracy (WA)", "UA", "intervals over takes; p by sign flips of takes; ") {
    @Override
    String second(double value) {
      return TextTable.percent(value);
    }
  },
  /** Equal error rate of trials, less is better, beside the least detection cost. */
  EQUAL_ERROR_RATE(
      "trials",
      "EER",
      "minDCF",
      "intervals over folds; p by sign flips of folds, which share speakers and so tell less than"
          + " that many; differences are points of EER less; ") {
    @Override
    String second(double value) {
      return TextTable.fixed(value, 3);
    }
  };

  private final String asked;
  private final String name;
  private final String secondName;
  private final String reading;

  Measure(String asked, String name, String secondName, String reading) {
    this.asked = asked;
    this.name = name;
    this.secondName = secondName;
    this.reading = reading;
  }

  /** Returns what is counted, such as {@code takes}. */
  String asked() {
    return asked;
  }

  /** Returns the name that heads the figure. */
  String text() {
    return name;
  }

  /** Returns the name of the figure beside it. */
  String secondText() {
    return secondName;
  }

  /** Returns how intervals, p and differences are to be read. */
  String reading() {
    return reading;
  }

  /** Returns the figure beside it as text. */
  abstract String second(double value);
}
