package avts.distill.run;

import avts.pretrain.eval.TextTable;

/** What a row's worth is told in. */
public enum Measure {
  /** Share of takes told right, beside its mean over classes. */
  ACCURACY("takes", "accuracy (WA)", "UA") {
    @Override
    String second(double value) {
      return TextTable.percent(value);
    }
  },
  /** Equal error rate of trials, less is better, beside the least detection cost. */
  EQUAL_ERROR_RATE("trials", "EER", "minDCF") {
    @Override
    String second(double value) {
      return TextTable.fixed(value, 3);
    }
  };

  private final String asked;
  private final String name;
  private final String secondName;

  Measure(String asked, String name, String secondName) {
    this.asked = asked;
    this.name = name;
    this.secondName = secondName;
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

  /** Returns the figure beside it as text. */
  abstract String second(double value);
}
