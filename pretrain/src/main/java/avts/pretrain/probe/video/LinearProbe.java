package avts.pretrain.probe.video;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.LabelledBatch;
import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.SameDiffClassifier;
import avts.pretrain.optim.OptimizerConfig;
import avts.pretrain.optim.ScheduleConfig;
import avts.pretrain.probe.video.LabelledData.Item;
import avts.pretrain.train.ClassificationTask;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainState;
import avts.pretrain.train.Trainer;
import avts.pretrain.train.TrainingConfig;
import avts.pretrain.train.Weights;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear classifier on standardised features of clips, trained by the trainer: SGD with momentum,
 * cosine schedule, no weight decay; the probabilities of a video's clips are averaged.
 *
 * @param config rates tried and length
 * @param classes number of classes
 */
record LinearProbe(VideoProbeConfig.Linear config, int classes) implements FrozenProbe {

  @Override
  public Outcome run(Features features, LabelShare labels, List<Item> test, long seed)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    double best = config.learningRates().get(0);
    if (config.learningRates().size() > 1) {
      double bestLikelihood = Double.NEGATIVE_INFINITY;
      for (double rate : config.learningRates()) {
        double likelihood =
            train(features, new Round(labels.training(), labels.validation(), rate, seed))
                .logLikelihood(labels.validation());
        if (likelihood > bestLikelihood) {
          best = rate;
          bestLikelihood = likelihood;
        }
      }
    }
    return new Outcome(
        "rate " + best,
        train(features, new Round(labels.all(), test, best, seed)).predictions(test));
  }

  @Override
  public int tried() {
    return config.learningRates().size();
  }

  /** One training and what is asked of it. */
  private record Round(List<Item> known, List<Item> asked, double rate, long seed) {}

  private ClassScores train(Features features, Round round)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    float[] known = features.of(round.known);
    float[] asked = features.of(round.asked);
    Standard standard = Standard.of(known, features.size());
    standard.apply(known);
    standard.apply(asked);
    Seeds seeds = new Seeds(round.seed);
    try (SameDiffClassifier classifier = SameDiffClassifier.ofVectors(features.size(), classes)) {
      ClassificationTask task =
          new ClassificationTask(
              classifier, new Vectors(known, labels(round.known, features.clips()), config, seeds));
      TrainState state =
          new TrainState(
              task,
              recipe(round.rate),
              new Weights(
                  classifier.initialParameters(seeds.generator(Purpose.INITIALISATION, 1, 0)),
                  new float[0]));
      new Trainer(task, recipe(round.rate), state, List.of(), new StopSignal()).run();
      return ClassScores.of(
          classifier.logits(asked, round.asked.size() * features.clips()),
          round.asked.size(),
          features.clips(),
          classes);
    }
  }

  private static int[] labels(List<Item> videos, int clips) {
    return videos.stream()
        .flatMapToInt(
            video -> {
              int[] same = new int[clips];
              Arrays.fill(same, video.file().label());
              return Arrays.stream(same);
            })
        .toArray();
  }

  private Recipe recipe(double rate) {
    return new Recipe(
        new TrainingConfig(config.epochs(), 0, 1, 1, 1, 1),
        new OptimizerConfig(
            OptimizerConfig.Kind.SGD, rate, config.momentum(), 0, 0.9, 0.999, 1e-8, 0),
        new ScheduleConfig(
            ScheduleConfig.Kind.COSINE, 0, 0.1, 0, ScheduleConfig.StageChange.CARRY, List.of(), 0),
        CurriculumConfig.none(config.epochs()),
        1);
  }

  /** Mean and spread of each feature over the vectors that are learned from. */
  // Array components: made once, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Standard(double[] mean, double[] deviation) {

    static Standard of(float[] vectors, int size) {
      int count = vectors.length / size;
      double[] mean = new double[size];
      double[] deviation = new double[size];
      for (int i = 0; i < vectors.length; i++) {
        mean[i % size] += vectors[i] / (double) count;
      }
      for (int i = 0; i < vectors.length; i++) {
        deviation[i % size] += Math.pow(vectors[i] - mean[i % size], 2) / count;
      }
      for (int k = 0; k < size; k++) {
        // What never changes tells nothing, and stays 0.
        deviation[k] = deviation[k] == 0 ? 1 : Math.sqrt(deviation[k]);
      }
      return new Standard(mean, deviation);
    }

    void apply(float[] vectors) {
      for (int i = 0; i < vectors.length; i++) {
        int k = i % mean.length;
        vectors[i] = (float) ((vectors[i] - mean[k]) / deviation[k]);
      }
    }
  }

  /** The vectors in memory, shuffled anew each epoch; the last batch may be smaller. */
  private static final class Vectors implements ClassificationTask.Epochs {
    private final float[] values;
    private final int[] labels;
    private final int batch;
    private final Seeds seeds;

    Vectors(float[] values, int[] labels, VideoProbeConfig.Linear config, Seeds seeds) {
      this.values = values;
      this.labels = labels;
      batch = Math.min(config.clipsPerBatch(), labels.length);
      this.seeds = seeds;
    }

    @Override
    public int batchesPerEpoch() {
      return (labels.length + batch - 1) / batch;
    }

    @MustBeClosed
    @Override
    public BatchSource<LabelledBatch> open(int epoch, int first) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        order.add(i);
      }
      Shuffle.inPlace(order, seeds.generator(Purpose.ORDER, epoch, 1));
      return new Source(order, first);
    }

    private final class Source implements BatchSource<LabelledBatch> {
      private final List<Integer> order;
      private int next;

      Source(List<Integer> order, int first) {
        this.order = order;
        next = first * batch;
      }

      @Override
      public boolean hasNext() {
        return next < order.size();
      }

      @Override
      public LabelledBatch next() {
        int size = values.length / labels.length;
        int count = Math.min(batch, order.size() - next);
        float[] examples = new float[count * size];
        int[] targets = new int[count];
        for (int i = 0; i < count; i++) {
          int from = order.get(next + i);
          System.arraycopy(values, from * size, examples, i * size, size);
          targets[i] = labels[from];
        }
        next += count;
        return new LabelledBatch(examples, targets);
      }

      @Override
      public long waitedNanos() {
        return 0;
      }

      @Override
      public void close() {
        // In memory: there is nothing to end.
      }
    }
  }
}
