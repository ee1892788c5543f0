package avts.pretrain.run;

import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.batch.ClipSource;
import avts.datasets.batch.DatasetStatistics;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.Split.Part;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairSampler;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.datasets.signal.FeatureNormalisation;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.doctor.ChanceLevel;
import avts.pretrain.doctor.OverfitSelfTest;
import avts.pretrain.doctor.TrainingDoctor;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.engine.StepEngine;
import avts.pretrain.eval.Embedder;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.Recipe;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainListener;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code avts pretrain}: from a manifest to a trained run. */
public final class Pretraining {
  /** Even a tenth of this gives every filter its mean to a few hundredths of its spread. */
  private static final int FEWEST_STATISTICS_CLIPS = 200;

  /** Passes over a handful of clips after which a sound set-up knows them by heart. */
  private static final int OVERFIT_EPOCHS = 300;

  private final Request request;
  private final Engines engines;
  private final PretrainConfig config;
  private final Seeds seeds;

  /**
   * What is asked for.
   *
   * @param config the experiment
   * @param data manifest, store, or folder, list or shard of videos; may be null at a resume, which
   *     uses the data that the run was begun with
   * @param run folder of the run
   * @param resume whether to go on with a run that was begun
   * @param command the command line, for provenance
   * @param tell takes sentences for the user
   */
  public record Request(
      ResolvedConfig<PretrainConfig> config,
      @Nullable Path data,
      Path run,
      boolean resume,
      List<String> command,
      Consumer<String> tell) {}

  /** What runs a network. */
  @FunctionalInterface
  public interface Engines {

    /** Creates the engine of a training, which closes it. */
    @MustBeClosed
    StepEngine create(SameDiffEngine.Model model);
  }

  /** Prepares a training; nothing is touched before {@link #run}. */
  public Pretraining(Request request) {
    this(request, SameDiffEngine::new);
  }

  /** Prepares a training whose steps and embeddings another engine calculates. */
  public Pretraining(Request request, Engines engines) {
    this.request = request;
    this.engines = engines;
    config = request.config().value();
    seeds = new Seeds(config.seed());
  }

  /**
   * Trains to the end, or until somebody asks to stop.
   *
   * @throws DataRefusedException if the data cannot be used
   * @throws IOException if a run cannot be written or read
   * @throws MediaException if a file cannot be read any more; the message names it
   * @throws DivergenceException if training left the numbers
   * @throws InterruptedException if the thread was interrupted
   */
  public TrainingRun.Outcome run()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    Path folder = request.run();
    Prepared prepared = prepare(folder);
    SyncTask.Epochs epochs = prepared.epochs();
    try (StepEngine engine = engines.create(Networks.model(config))) {
      TrainingRun.Subject subject =
          new TrainingRun.Subject(
              "pretrain",
              new SyncTask(engine, epochs),
              Networks.initial(config, engine),
              config.batch().clips(),
              new PairValidation(
                  Embedder.of(engine), prepared.validation(), config, request.tell()),
              watches(engine, epochs));
      return new TrainingRun(folder, mode(), plan(prepared.data()), subject)
          .trainUntilStopped(request.tell());
    }
  }

  /** The data of a run, ready to train on. */
  private record Prepared(RunData data, SyncTask.Epochs epochs, EvaluationSet validation) {}

  /** Holds the folder meanwhile: a second process would exchange the data of the first one. */
  private Prepared prepare(Path folder) throws IOException, MediaException, InterruptedException {
    require(folder);
    try (RunDirectory run = RunDirectory.hold(folder)) {
      require(run.folder());
      if (!request.resume()) {
        // Left by a start that came to nothing, with another configuration perhaps.
        NormalisationFile.delete(folder);
        RunData.deletePairs(folder);
      }
      RunData data = RunData.of(manifest(folder), config);
      PairSampler training = data.sampler(Part.TRAIN);
      int windows = config.batch().windowsPerVideo();
      request.tell().accept("training on " + training.counts(windows).summary());
      ClipSource clips = data.trainingClips(normalisation(folder, data, training));
      return new Prepared(
          data,
          SyncTask.Epochs.of(data.loader(training, clips)),
          data.evaluationSet(Part.VALIDATION, clips, folder));
    }
  }

  private void require(Path folder) throws IOException {
    if (request.resume()) {
      RunDirectory.requireBegun(folder);
    } else {
      RunDirectory.requireNew(folder);
    }
  }

  /**
   * Learns some clips by heart instead of training; writes no run.
   *
   * @param clips how many, rounded up to whole micro-batches
   */
  public OverfitSelfTest.Verdict overfit(int clips)
      throws IOException, MediaException, InterruptedException {
    Path scratch = Files.createTempDirectory("avts-overfit");
    try (StepEngine engine = engines.create(Networks.model(config))) {
      RunData data = RunData.of(manifest(scratch), config);
      PairSampler training = data.sampler(Part.TRAIN);
      ClipSource source = data.clips(normalisation(scratch, data, training));
      SyncTask.Epochs epochs = SyncTask.Epochs.of(data.loader(training, source));
      NegativeMix first = config.curriculum().stages().get(0).mix();
      return OverfitSelfTest.run(
          engine,
          Networks.initial(config, engine),
          TrainingDoctor.firstBatches(epochs, first, clips),
          new OverfitSelfTest.Plan(
              config.optimizer(),
              ChanceLevel.of(config.loss(), config.batch().clips()),
              OVERFIT_EPOCHS));
    } finally {
      MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private TrainingRun.Mode mode() {
    return request.resume() ? TrainingRun.Mode.RESUME : TrainingRun.Mode.NEW;
  }

  private TrainingRun.Plan plan(RunData data) {
    Recipe recipe =
        new Recipe(
            config.training(),
            config.optimizer(),
            config.schedule(),
            config.curriculum(),
            config.batch().microBatches());
    return new TrainingRun.Plan(
        recipe, config.init(), request.config().yaml(), RunProvenance.of(request, data));
  }

  private Manifest manifest(Path run) throws IOException, InterruptedException {
    if (request.resume()) {
      return DataLocation.manifestOf(run);
    }
    Path asked = checkNotNull(request.data(), "a new run needs data");
    Path file = DataLocation.manifestOf(asked, run, Progress.Mode.ofProcess());
    Manifest manifest = Manifest.read(file);
    DataLocation.write(run, file, manifest);
    return manifest;
  }

  /** Measured once: a resumed run sees exactly the same numbers. */
  private FeatureNormalisation normalisation(Path run, RunData data, PairSampler training)
      throws IOException, MediaException, InterruptedException {
    if (NormalisationFile.exists(run)) {
      return NormalisationFile.read(run);
    }
    FeatureNormalisation normalisation =
        DatasetStatistics.measure(
                training,
                data.clips(FeatureNormalisation.none(config.features().filters())),
                statisticsClips(training),
                config.batch(),
                seeds)
            .features();
    NormalisationFile.write(run, normalisation);
    return normalisation;
  }

  private int statisticsClips(PairSampler training) {
    return Math.max(
        FEWEST_STATISTICS_CLIPS,
        (int) Math.ceil(config.data().statisticsShare() * training.usableFiles().size()));
  }

  private List<TrainListener> watches(StepEngine engine, SyncTask.Epochs epochs)
      throws MediaException, InterruptedException {
    NegativeMix first = config.curriculum().stages().get(0).mix();
    return TrainingDoctor.watches(
        engine,
        TrainingDoctor.firstBatches(epochs, first, 1).get(0),
        ChanceLevel.of(config.loss(), config.batch().stepClips()),
        request.tell());
  }
}
