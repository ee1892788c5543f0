package avts.distill.run;

import avts.distill.protocol.Folds;

/**
 * What all rows of the table share: one draw of noise, one division, one seed.
 *
 * @param noise level of the noise
 * @param fold the fold, from 1, or {@link Folds#ALL}
 * @param seed the seed
 */
record Unit(double noise, int fold, long seed) {

  /** Returns the name of its files. */
  String name() {
    return "noise-" + noise + (fold == Folds.ALL ? "-all" : "-fold-" + fold) + "-seed-" + seed;
  }
}
