package avts.pretrain.probe.video;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.train.TrainingConfig;
import java.util.List;

/**
 * How a video encoder is probed: what {@code avts eval finetune|linear|knn --config FILE} reads.
 *
 * @param seeds seeds of the repetitions, at least one; each draws its own first weights, order and
 *     choice of labelled videos, the same for the pretrained and the untrained encoder
 * @param labels which labelled videos are used
 * @param loading how clips are loaded
 * @param finetune full training of encoder and classifier
 * @param linear a linear classifier on the frozen encoder
 * @param knn nearest neighbours on the frozen encoder
 * @param bootstrapDraws resamplings of groups for the intervals, 100 to 100000
 * @param confidence probability that the intervals shall cover, between 0 and 1
 */
public record VideoProbeConfig(
    List<Long> seeds,
    Labels labels,
    Loading loading,
    Finetune finetune,
    Linear linear,
    Knn knn,
    int bootstrapDraws,
    double confidence) {

  /**
   * Which labelled videos are used.
   *
   * @param shares shares of the training groups whose labels are known, each over 0 up to 1; every
   *     share is a row of the table
   * @param validationShare share of these groups that choices are made on, over 0 and below 1
   * @param clips clips of a video, at equal distances, whose probabilities (or features) are
   *     averaged, 1 to 100
   */
  public record Labels(List<Double> shares, double validationShare, int clips) {

    /** Checks every range. */
    public Labels {
      shares = List.copyOf(shares);
      checkArgument(
          !shares.isEmpty() && shares.stream().allMatch(share -> share > 0 && share <= 1),
          "shares must lie in (0, 1] and be one at least, got %s",
          shares);
      checkArgument(
          validationShare > 0 && validationShare < 1,
          "validation_share must lie between 0 and 1, got %s",
          validationShare);
      checkArgument(clips >= 1 && clips <= 100, "clips must lie in 1..100, got %s", clips);
    }
  }

  /**
   * How clips are loaded.
   *
   * @param workers threads that load, 1 to 256
   * @param prefetch batches loaded ahead, 1 to 256
   */
  public record Loading(int workers, int prefetch) {

    /** Checks every range. */
    public Loading {
      checkArgument(workers >= 1 && workers <= 256, "workers must lie in 1..256, got %s", workers);
      checkArgument(
          prefetch >= 1 && prefetch <= 256, "prefetch must lie in 1..256, got %s", prefetch);
    }
  }

  /**
   * Full training of encoder and classifier.
   *
   * @param clipsPerBatch clips in a step, 2 to 4096
   * @param batchesPerEpoch steps in an epoch, whatever the number of videos, 1 to 1000000
   * @param bodyRates factors of the learning rate for the encoder, 0 (frozen) to 1; each is tried
   *     in a training of its own, and validation chooses one
   * @param frozenStatistics whether batch norms keep the statistics that they begin with
   * @param validationClips clips of a video whose probabilities are averaged in validation, 1 to
   *     100
   * @param optimizer how parameters follow the gradient
   * @param schedule how the learning rate changes
   * @param training how long, and what is written on the way; the best epoch on validation counts
   */
  public record Finetune(
      int clipsPerBatch,
      int batchesPerEpoch,
      List<Double> bodyRates,
      boolean frozenStatistics,
      int validationClips,
      OptimizerConfig optimizer,
      ScheduleConfig schedule,
      TrainingConfig training) {

    /** Checks every range. */
    public Finetune {
      checkArgument(
          clipsPerBatch >= 2 && clipsPerBatch <= 4096,
          "clips_per_batch must lie in 2..4096, got %s",
          clipsPerBatch);
      checkArgument(
          batchesPerEpoch >= 1 && batchesPerEpoch <= 1_000_000,
          "batches_per_epoch must lie in 1..1000000, got %s",
          batchesPerEpoch);
      bodyRates = List.copyOf(bodyRates);
      checkArgument(
          !bodyRates.isEmpty() && bodyRates.stream().allMatch(rate -> rate >= 0 && rate <= 1),
          "body_rates must lie in 0..1 and be one at least, got %s",
          bodyRates);
      checkArgument(
          validationClips >= 1 && validationClips <= 100,
          "validation_clips must lie in 1..100, got %s",
          validationClips);
    }
  }

  /**
   * A linear classifier on standardised features: SGD with momentum and a cosine schedule.
   *
   * @param learningRates the rates tried, of which validation chooses one, each greater than 0
   * @param momentum share of the previous update that is kept, 0..1 without 1
   * @param epochs passes over the clips' features, 1 to 100000
   * @param clipsPerBatch vectors in a step, 1 to 4096
   */
  public record Linear(List<Double> learningRates, double momentum, int epochs, int clipsPerBatch) {

    /** Checks every range. */
    public Linear {
      learningRates = List.copyOf(learningRates);
      checkArgument(
          !learningRates.isEmpty() && learningRates.stream().allMatch(rate -> rate > 0),
          "learning_rates must be positive and one at least, got %s",
          learningRates);
      checkArgument(momentum >= 0 && momentum < 1, "momentum must lie in 0..1, got %s", momentum);
      checkArgument(
          epochs >= 1 && epochs <= 100_000, "epochs must lie in 1..100000, got %s", epochs);
      checkArgument(
          clipsPerBatch >= 1 && clipsPerBatch <= 4096,
          "clips_per_batch must lie in 1..4096, got %s",
          clipsPerBatch);
    }
  }

  /**
   * Nearest neighbours: features of length 1, votes weighted by exp(similarity / temperature).
   *
   * @param neighbours the numbers of neighbours tried, of which validation chooses one, each at
   *     least 1
   * @param temperature divisor of the similarities, greater than 0
   */
  public record Knn(List<Integer> neighbours, double temperature) {

    /** Checks every range. */
    public Knn {
      neighbours = List.copyOf(neighbours);
      checkArgument(
          !neighbours.isEmpty() && neighbours.stream().allMatch(k -> k >= 1),
          "neighbours must be positive and one at least, got %s",
          neighbours);
      checkArgument(temperature > 0, "temperature must be positive, got %s", temperature);
    }
  }

  /** Copies the list and checks that there is a seed. */
  public VideoProbeConfig {
    seeds = List.copyOf(seeds);
    checkArgument(
        !seeds.isEmpty() && seeds.stream().distinct().count() == seeds.size(),
        "seeds must be different and one at least, got %s",
        seeds);
    Bootstrap unused = new Bootstrap(bootstrapDraws, confidence); // it checks both
  }

  /** Returns how intervals are made. */
  Bootstrap bootstrap() {
    return new Bootstrap(bootstrapDraws, confidence);
  }
}
