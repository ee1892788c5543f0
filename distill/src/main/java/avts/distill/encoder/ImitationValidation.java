package avts.distill.encoder;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.ClipBatch;
import avts.datasets.batch.ClipBatches;
import avts.datasets.media.MediaException;
import avts.pretrain.engine.TowerImitator;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.StepFigures;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.listener.Validation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How near the student is to the teacher on clips that it does not learn from. The score, by which
 * the best checkpoint is chosen, is the mean cosine.
 *
 * @param student the network, in inference mode
 * @param grid the clips
 * @param targets the teacher's embeddings of them
 * @param tell takes sentences for the user
 */
record ImitationValidation(
    TowerImitator student, FixedGrid grid, Embeddings targets, Consumer<String> tell)
    implements Validation.Evaluator {

  @Override
  public Evaluation evaluate(TrainState state) throws MediaException, InterruptedException {
    Agreement agreement = Agreement.of(embeddings(), targets);
    double cosine = mean(agreement.cosines());
    double nearer = mean(agreement.nearer());
    tell.accept(
        String.format(
            Locale.ROOT,
            "validation after epoch %d: cosine to the teacher %.3f, nearer to its own clip than to"
                + " the next %.1f %%",
            state.epoch(),
            cosine,
            100 * nearer));
    return new Evaluation(
        cosine,
        Map.of(
            ImitationTask.GROUP + "." + ImitationTask.COSINE,
            cosine,
            ImitationTask.GROUP + "." + StepFigures.ACCURACY,
            nearer));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private Embeddings embeddings() throws MediaException, InterruptedException {
    int size = student.embeddingSize();
    float[] values = new float[targets.values().length];
    try (BatchSource<ClipBatch> batches =
        ClipBatches.open(grid.clips(), ClipBatches.Streams.AUDIO, grid.windows(), grid.batches())) {
      while (batches.hasNext()) {
        ClipBatch batch = batches.next();
        float[] embedded = student.embed(batch.audio(), batch.size());
        System.arraycopy(embedded, 0, values, batch.first() * size, embedded.length);
      }
    }
    return new Embeddings(values, size);
  }
}
