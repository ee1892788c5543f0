package avts.pretrain.run;

import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.eval.Embedder;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.eval.ScoredPair;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.SyncFigures;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.listener.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the validation pairs during training. The score, by which the best checkpoint is chosen,
 * is the mean ROC-AUC over the classes that the threshold is chosen on.
 */
final class PairValidation implements Validation.Evaluator {
  private final SyncEvaluator evaluator;
  private final EvaluationSet set;
  private final Consumer<String> tell;

  PairValidation(
      Embedder embedder, EvaluationSet set, PretrainConfig config, Consumer<String> tell) {
    this.evaluator = new SyncEvaluator(embedder, config.evaluation(), new Seeds(config.seed()));
    this.set = set;
    this.tell = tell;
  }

  @Override
  public Evaluation evaluate(TrainState state) throws MediaException, InterruptedException {
    List<ScoredPair> pairs = evaluator.scorePairs(set);
    SyncFigures figures = SyncFigures.of(pairs, pairs, evaluator.config(), evaluator.seeds());
    Map<String, Double> values = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    figures
        .rows()
        .forEach(
            (name, row) -> {
              values.put(name + ".accuracy", row.accuracy().value());
              values.put(name + ".roc_auc", row.rocAuc().value());
              text.append(
                  String.format(Locale.ROOT, "%s %.1f %%, ", name, 100 * row.accuracy().value()));
            });
    double score =
        evaluator.config().thresholdRows().stream()
            .flatMap(row -> figures.of(row).stream())
            .mapToDouble(row -> row.rocAuc().value())
            .average()
            .orElse(SyncFigures.CHANCE);
    tell.accept(
        String.format(
            Locale.ROOT,
            "validation after epoch %d: %smean ROC-AUC %.3f",
            state.epoch(),
            text,
            score));
    return new Evaluation(score, values);
  }
}
