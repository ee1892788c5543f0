package avts.distill.encoder;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.batch.BatchConfig;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.manifest.SplitConfig;
import avts.pretrain.config.DataConfig;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.loss.EmbeddingLossConfig;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.InitConfig;
import avts.pretrain.train.TrainingConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One distillation of an encoder: what {@code avts distill encoder --config FILE} reads. Clips,
 * filter bank, normalisation and embedding are the teacher's and no settings.
 *
 * @param seed root of everything random: order, augmentation, initial weights
 * @param teacher which of the run's embeddings is learned
 * @param split how the files are divided; null for the teacher's own rule
 * @param student the student's audio encoder; its embedding head is as the teacher's
 * @param loss how embeddings are held against the teacher's
 * @param clips which clips are learned from, and how they are loaded
 * @param augment random changes of the sound that the student hears; the teacher's is as it is
 * @param optimizer how parameters follow the gradient
 * @param schedule how the learning rate changes
 * @param training how long, and what is written on the way
 */
public record EncoderDistillConfig(
    long seed,
    EncoderTeacher teacher,
    @Nullable SplitConfig split,
    NetworkConfig.Audio student,
    EmbeddingLossConfig loss,
    Clips clips,
    AugmentConfig augment,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    TrainingConfig training) {

  /** Batch norms and contrasts need company. */
  private static final int FEWEST_CLIPS = 2;

  /**
   * Which clips are learned from. They lie on a fixed grid, so that the teacher looks at each once.
   *
   * @param hopSeconds distance of two clips' beginnings, over 0 and up to 3600
   * @param perBatch clips in a batch, 2 to 4096
   * @param workers threads that load, 1 to 256
   * @param prefetch batches loaded ahead, 1 to 256
   */
  public record Clips(double hopSeconds, int perBatch, int workers, int prefetch) {

    /** Checks every range. */
    public Clips {
      checkArgument(
          hopSeconds > 0 && hopSeconds <= 3600,
          "hop_seconds must lie in (0, 3600], got %s",
          hopSeconds);
      checkArgument(
          perBatch >= FEWEST_CLIPS && perBatch <= 4096,
          "per_batch must lie in 2..4096, got %s",
          perBatch);
      checkArgument(workers >= 1 && workers <= 256, "workers must lie in 1..256, got %s", workers);
      checkArgument(
          prefetch >= 1 && prefetch <= 256, "prefetch must lie in 1..256, got %s", prefetch);
    }
  }

  /** Checks what must hold between sections. */
  public EncoderDistillConfig {
    checkArgument(
        schedule.warmupEpochs() < training.epochs(),
        "schedule.warmup_epochs must be less than training.epochs, %s, got %s",
        Integer.valueOf(training.epochs()),
        Double.valueOf(schedule.warmupEpochs()));
  }

  /**
   * Returns the configuration of the student's run: an ordinary one, the teacher's but for its
   * audio encoder and its training, so that whatever works on a run works on this one.
   *
   * @param of the teacher's configuration
   */
  PretrainConfig run(PretrainConfig of) {
    NetworkConfig network = of.network();
    return new PretrainConfig(
        seed,
        new DataConfig(
            split == null ? of.data().split() : split,
            of.data().maxRefusedShare(),
            of.data().statisticsShare()),
        of.clip(),
        of.features(),
        augment,
        of.pairs(),
        new BatchConfig(clips.perBatch(), 1, 1, 1, clips.workers(), clips.prefetch()),
        new NetworkConfig(network.video(), student, network.head(), network.batchNormEpsilon()),
        of.loss(),
        CurriculumConfig.none(training.epochs()),
        optimizer,
        schedule,
        training,
        of.evaluation(),
        new InitConfig(null, List.of()),
        of.engine().withReplicas(1),
        of.cache());
  }
}
