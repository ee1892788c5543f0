package avts.pretrain.doctor;

import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchSource;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts the doctor's watches together. */
public final class TrainingDoctor {
  // Half of them are judged: enough to see a loss fall by a tenth below the noise of small batches.
  private static final int STEPS = 200;

  private TrainingDoctor() {}

  /**
   * Returns listeners that warn when nothing is being learned or embeddings collapse.
   *
   * @param engine the network that is trained
   * @param probe clips of different files, kept for the whole training
   * @param chance loss of a network that has learned nothing; see {@link ChanceLevel}
   * @param warn takes each warning
   */
  public static List<TrainListener> watches(
      StepEngine engine, Batch probe, double chance, Consumer<String> warn) {
    return List.of(new LearningWatch(chance, STEPS, warn), new CollapseAlarm(engine, probe, warn));
  }

  /**
   * Reads the first micro-batches of the first epoch.
   *
   * @param epochs where batches come from
   * @param mix kinds of negatives
   * @param clips how many clips are wanted, at least 1; rounded up to whole micro-batches, and as
   *     many as there are where an epoch has fewer
   * @throws MediaException if a video cannot be read
   * @throws InterruptedException if the thread was interrupted while waiting for data
   */
  public static List<Batch> firstBatches(SyncTask.Epochs epochs, NegativeMix mix, int clips)
      throws MediaException, InterruptedException {
    List<Batch> batches = new ArrayList<>();
    int read = 0;
    try (BatchSource<Batch> source = epochs.open(0, mix, 0)) {
      while (read < clips && source.hasNext()) {
        Batch batch = source.next();
        batches.add(batch);
        read += batch.size();
      }
    }
    return batches;
  }
}
