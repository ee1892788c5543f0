package avts.pretrain.grid;

import java.util.List;

/**
 * Which of a row's alternatives is used.
 *
 * @param alternative its number, from 0
 * @param name the override; empty where the row has no alternatives
 * @param validationScores validation score of each alternative at the first seed, NaN where its
 *     training failed
 */
public record Choice(int alternative, String name, List<Double> validationScores) {

  /** Copies the list. */
  public Choice {
    validationScores = List.copyOf(validationScores);
  }

  /** Chooses the highest score, the first of equal ones. */
  static Choice of(GridConfig.Row row, List<Double> validationScores) {
    int best = 0;
    for (int i = 1; i < validationScores.size(); i++) {
      double score = validationScores.get(i);
      if (score > validationScores.get(best) || Double.isNaN(validationScores.get(best))) {
        best = i;
      }
    }
    return new Choice(best, row.choose().isEmpty() ? "" : row.choose().get(best), validationScores);
  }

  /** Returns whether any alternative could be trained. */
  boolean found() {
    return !Double.isNaN(validationScores.get(alternative));
  }
}
