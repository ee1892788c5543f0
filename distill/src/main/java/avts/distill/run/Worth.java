package avts.distill.run;

import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.metric.Interval;
import org.jspecify.annotations.Nullable;

/** What the rows under one level of noise are worth. Differences are gains: more is better. */
interface Worth {
  /** Returns the number of takes or trials that each seed was asked. */
  int asked();

  /** Returns what guessing would get. */
  double chance();

  /** Returns the figure of a row. */
  Interval value(String row);

  /** Returns the figure beside it. */
  double second(String row);

  /** Returns the standard deviation of the figure over seeds. */
  double deviation(String row);

  /** Compares two rows, paired. */
  Contrast contrast(String first, String second);

  /**
   * Returns {@code (gain - base) / (most - base)} as a ratio of means, or null where it is none.
   */
  @Nullable Interval recovered(String gain, String base, String most);

  /** Returns the answers by class, or null where no classes are told. */
  @Nullable Confusion confusion(String row);
}
