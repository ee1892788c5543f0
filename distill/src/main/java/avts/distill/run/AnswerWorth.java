package avts.distill.run;

import avts.pretrain.eval.answer.AnswerScores;
import avts.pretrain.eval.answer.Answers;
import avts.pretrain.eval.answer.Confusion;
import avts.pretrain.eval.answer.Contrast;
import avts.pretrain.eval.answer.ItemScores.Statistics;
import avts.pretrain.eval.metric.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accuracies: the unit is the take, its score the share of seeds that got it right. */
final class AnswerWorth implements Worth {
  private final AnswerScores scores;

  AnswerWorth(Map<String, List<Cell>> rows, Statistics statistics) {
    Map<String, List<Answers>> answers = new LinkedHashMap<>();
    rows.forEach((row, cells) -> answers.put(row, cells.stream().map(Cell::answers).toList()));
    scores = new AnswerScores(answers, statistics);
  }

  @Override
  public int asked() {
    return scores.items().size();
  }

  @Override
  public double chance() {
    return 1.0 / scores.labels().size();
  }

  @Override
  public Interval value(String row) {
    return scores.accuracy(row);
  }

  @Override
  public double second(String row) {
    return scores.confusion(row).unweightedAccuracy();
  }

  @Override
  public double deviation(String row) {
    return scores.deviation(row);
  }

  @Override
  public Contrast contrast(String first, String second) {
    return scores.contrast(first, second);
  }

  @Override
  public @Nullable Interval recovered(String gain, String base, String most) {
    return scores.recovered(gain, base, most);
  }

  @Override
  public Confusion confusion(String row) {
    return scores.confusion(row);
  }
}
