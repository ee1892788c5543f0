package avts.pretrain.doctor;

import avts.datasets.batch.Batch;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.train.EpochResult;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import java.util.Locale;
import java.util.function.Consumer;

/** Warns after an epoch when a tower gives nearly the same embedding for every clip. */
public final class CollapseAlarm implements TrainListener {
  private final StepEngine engine;
  private final Batch probe;
  private final Consumer<String> warn;

  /**
   * Creates the alarm.
   *
   * @param engine the network that is trained
   * @param probe clips of different files, kept for the whole training
   * @param warn takes each warning, one sentence
   */
  public CollapseAlarm(StepEngine engine, Batch probe, Consumer<String> warn) {
    this.engine = engine;
    this.probe = probe;
    this.warn = warn;
  }

  @Override
  public void afterEpoch(TrainState state, EpochResult result) {
    int n = probe.size();
    check("video", EmbeddingSpread.of(engine.embedVideo(probe.video(), n), n), result);
    check("audio", EmbeddingSpread.of(engine.embedAudio(probe.audio(), n), n), result);
  }

  private void check(String tower, EmbeddingSpread spread, EpochResult result) {
    if (spread.collapsed()) {
      warn.accept(
          String.format(
              Locale.ROOT,
              "after epoch %d the %s embeddings of %d clips have collapsed: mean cosine %.4f, "
                  + "%.0f %% of the dimensions the same for every clip. Lower "
                  + "optimizer.learning_rate, or normalise the embeddings (loss.normalise)",
              result.epoch() + 1,
              tower,
              probe.size(),
              spread.meanCosine(),
              100 * spread.flatShare()));
    }
  }
}
