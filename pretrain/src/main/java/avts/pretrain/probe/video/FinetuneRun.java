package avts.pretrain.probe.video;

import avts.datasets.batch.BatchSource;
import avts.datasets.batch.ClipSource;
import avts.datasets.batch.LabelledBatch;
import avts.datasets.batch.LabelledLoader;
import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.curriculum.CurriculumConfig;
import avts.pretrain.engine.Classifier;
import avts.pretrain.engine.SameDiffClassifier;
import avts.pretrain.optim.RateFactors;
import avts.pretrain.run.RunProvenance;
import avts.pretrain.run.TrainingRun;
import avts.pretrain.train.ClassificationTask;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Evaluation;
import avts.pretrain.train.GracefulStop;
import avts.pretrain.train.InitConfig;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.Weights;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One training of encoder and classifier in a run folder of its own, by the trainer that also
 * pretrains. The checkpoint with the highest likelihood of the validation videos is the best.
 *
 * @param folder the run
 * @param config what is trained
 * @param data the labelled videos and where they are read
 * @param labels which of them are learned from and chosen by
 */
record FinetuneRun(
    Path folder, ResolvedConfig<ClassifierConfig> config, Data data, LabelShare labels) {

  /** The parameters of the encoder. */
  private static final String BODY = "video.";

  /**
   * What all runs of one probe share.
   *
   * @param labelled the videos
   * @param clips where they are read from
   * @param loading how
   * @param model run or checkpoint of the pretrained encoder
   * @param command the command line, for provenance
   */
  record Data(
      LabelledData labelled,
      ClipSource clips,
      VideoProbeConfig.Loading loading,
      Path model,
      List<String> command) {}

  /**
   * Trains to the end.
   *
   * @param mode whether the run is begun or continued
   * @return why training ended, and the best validation
   */
  TrainingRun.Outcome train(TrainingRun.Mode mode)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    ClassifierConfig settings = config.value();
    StopSignal stop = new StopSignal();
    try (SameDiffClassifier classifier = settings.create();
        GracefulStop graceful = GracefulStop.on(stop)) {
      TrainingRun.Subject subject =
          new TrainingRun.Subject(
              folder.getFileName().toString(),
              new ClassificationTask(classifier, epochs()),
              initial(classifier),
              settings.finetune().clipsPerBatch(),
              state -> validate(classifier),
              List.of());
      return new TrainingRun(folder, mode, plan(), subject).train(stop);
    }
  }

  private TrainingRun.Plan plan() {
    ClassifierConfig settings = config.value();
    VideoProbeConfig.Finetune finetune = settings.finetune();
    InitConfig init =
        settings.start() == EncoderStart.PRETRAINED
            ? new InitConfig(data.model().toString(), List.of(BODY))
            : new InitConfig(null, List.of());
    Provenance provenance =
        RunProvenance.of(
            new RunProvenance.Origin(
                settings.seed(),
                config.hash(),
                data.labelled().manifest().contentHash(),
                data.command()),
            data.labelled().media(labels.training()));
    return new TrainingRun.Plan(
        new Recipe(
            finetune.training(),
            finetune.optimizer(),
            finetune.schedule(),
            CurriculumConfig.none(finetune.training().epochs()),
            1,
            RateFactors.of(Map.of(BODY, config.value().bodyRate()))),
        init,
        config.yaml(),
        provenance);
  }

  private ClassificationTask.Epochs epochs() {
    VideoProbeConfig.Finetune finetune = config.value().finetune();
    LabelledLoader loader =
        new LabelledLoader(
            labels.training().stream().map(LabelledData.Item::file).toList(),
            data.clips(),
            new LabelledLoader.Size(
                finetune.clipsPerBatch(),
                finetune.batchesPerEpoch(),
                data.loading().workers(),
                data.loading().prefetch()),
            new Seeds(config.value().seed()));
    return new ClassificationTask.Epochs() {
      @Override
      public int batchesPerEpoch() {
        return loader.batchesPerEpoch();
      }

      @MustBeClosed
      @Override
      public BatchSource<LabelledBatch> open(int epoch, int first) {
        return loader.open(epoch, first);
      }
    };
  }

  private Weights initial(SameDiffClassifier classifier) {
    Seeds seeds = new Seeds(config.value().seed());
    return new Weights(
        classifier.initialParameters(seeds.generator(Purpose.INITIALISATION, 0, 0)),
        classifier.initialStatistics(seeds.generator(Purpose.INITIALISATION, 0, 1)));
  }

  private Evaluation validate(Classifier classifier) throws MediaException, InterruptedException {
    int clips = config.value().finetune().validationClips();
    ClassScores scores = scores(classifier, labels.validation(), clips);
    return new Evaluation(
        scores.logLikelihood(labels.validation()),
        Map.of("labelled.accuracy", scores.accuracy(labels.validation())));
  }

  private ClassScores scores(Classifier classifier, List<LabelledData.Item> videos, int clips)
      throws MediaException, InterruptedException {
    float[] logits =
        new ClipFeed(data.clips(), data.loading())
            .rows(videos, clips, classifier.classes(), classifier::logits);
    return ClassScores.of(logits, videos.size(), clips, classifier.classes());
  }

  /** Returns what the best checkpoint says of {@code videos}. */
  List<Prediction> predict(List<LabelledData.Item> videos, int clips)
      throws IOException, MediaException, InterruptedException {
    try (TrainedClassifier trained = TrainedClassifier.open(folder)) {
      return scores(trained.classifier(), videos, clips).predictions(videos);
    }
  }
}
