package avts.pretrain.config;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.CacheConfig;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.pair.PairConfig;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.ClipGrid;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.EngineConfig;
import avts.pretrain.eval.EvaluationConfig;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.InitConfig;
import avts.pretrain.train.TrainingConfig;

/**
 * One pretraining experiment: what {@code avts pretrain --config FILE} reads.
 *
 * @param seed root of everything random: order, pairs, augmentation, initial weights, intervals
 * @param data which files are used for what
 * @param clip length, size and scaling of the pictures
 * @param features the log filter bank
 * @param augment random changes of training clips
 * @param pairs what hard and super-hard negatives are
 * @param batch how training batches are made up and loaded
 * @param network the two encoders and their heads
 * @param loss what is minimised
 * @param curriculum which negatives are shown when
 * @param optimizer how parameters follow the gradient
 * @param schedule how the learning rate changes
 * @param training how long, and what is written on the way
 * @param evaluation how the network is measured
 * @param init which weights the run begins with
 * @param engine how the network is run
 * @param cache what is kept in memory of the training's files
 */
public record PretrainConfig(
    long seed,
    DataConfig data,
    ClipConfig clip,
    FilterBankConfig features,
    AugmentConfig augment,
    PairConfig pairs,
    BatchConfig batch,
    NetworkConfig network,
    LossConfig loss,
    CurriculumConfig curriculum,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    TrainingConfig training,
    EvaluationConfig evaluation,
    InitConfig init,
    @AddedLater(before = "{convolutions: onednn, replicas: 1, batch_norm: per-part}")
        EngineConfig engine,
    @AddedLater(before = "{megabytes: 0}") CacheConfig cache) {

  /** Checks what must hold between sections. */
  public PretrainConfig {
    int windows = features.windows(clip.samples(features.sampleRate()));
    int steps = network.head().timeSteps();
    checkArgument(
        steps <= Math.min(clip.frames(), windows),
        "network.head.time_steps must be at most the clip's %s frames and the sound's %s windows,"
            + " got %s",
        clip.frames(),
        windows,
        steps);
    double clipSeconds = clip.frames() / clip.frameRate().perSecond();
    checkArgument(
        pairs.superHardMinSeconds() < clipSeconds,
        "pairs.super_hard_min_seconds must be less than a clip's %s s, got %s",
        Double.valueOf(clipSeconds),
        Double.valueOf(pairs.superHardMinSeconds()));
    checkArgument(
        batch.clips() >= 2,
        "batch must hold at least 2 clips, else there are no negatives, got %s",
        batch.clips());
    checkArgument(
        batch.clips() % engine.replicas() == 0,
        "engine.replicas must divide the clips of a micro-batch, %s (batch.videos_per_batch x"
            + " batch.windows_per_video), got %s",
        batch.clips(),
        engine.replicas());
    checkCurriculum(curriculum, batch, training);
    checkArgument(
        schedule.warmupEpochs() < training.epochs(),
        "schedule.warmup_epochs must be less than training.epochs, %s, got %s",
        Integer.valueOf(training.epochs()),
        Double.valueOf(schedule.warmupEpochs()));
  }

  private static void checkCurriculum(
      CurriculumConfig curriculum, BatchConfig batch, TrainingConfig training) {
    boolean sameVideo = curriculum.stages().stream().anyMatch(stage -> stage.easy() < 1);
    checkArgument(
        !sameVideo || batch.windowsPerVideo() >= 2,
        "batch.windows_per_video must be at least 2 where the curriculum has hard negatives, got"
            + " %s",
        batch.windowsPerVideo());
    boolean onlySameVideo = curriculum.stages().stream().allMatch(stage -> stage.easy() == 0);
    checkArgument(
        onlySameVideo || batch.videosPerBatch() >= 2,
        "batch.videos_per_batch must be at least 2 where the curriculum has easy negatives, got %s",
        batch.videosPerBatch());
    int before =
        curriculum.stages().stream().mapToInt(CurriculumConfig.Stage::epochs).sum()
            - curriculum.stages().get(curriculum.stages().size() - 1).epochs();
    checkArgument(
        before < training.epochs(),
        "curriculum.stages before the last take %s epochs, so with training.epochs %s the last is"
            + " never reached",
        before,
        training.epochs());
  }

  /** Returns the grid that clips are cut on. */
  public ClipGrid grid() {
    return new ClipGrid(clip.frames(), clip.frameRate(), features.sampleRate());
  }
}
