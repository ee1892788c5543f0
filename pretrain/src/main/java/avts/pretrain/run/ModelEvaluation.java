package avts.pretrain.run;

import avts.datasets.batch.ClipSource;
import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.Split;
import avts.datasets.manifest.Split.Part;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedClips;
import avts.datasets.pair.FixedPairs;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.datasets.synth.Truth;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.eval.CellEvaluator;
import avts.pretrain.eval.CellFigures;
import avts.pretrain.eval.ClipEmbeddings;
import avts.pretrain.eval.Embedder;
import avts.pretrain.eval.EvaluationSet;
import avts.pretrain.eval.Floors;
import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.OffsetEvaluator;
import avts.pretrain.eval.OffsetFigures;
import avts.pretrain.eval.RetrievalEvaluator;
import avts.pretrain.eval.RetrievalFigures;
import avts.pretrain.eval.SeedSpread;
import avts.pretrain.eval.SyncEvaluator;
import avts.pretrain.eval.TwoWayFigures;
import avts.pretrain.sync.LagRange;
import avts.pretrain.sync.ShiftEvaluator;
import avts.pretrain.sync.ShiftFigures;
import avts.pretrain.sync.SyncMeter;
import avts.pretrain.sync.Trial;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures a trained model on held-out files: those of its own run, or others. The threshold always
 * comes from the run's validation files.
 */
public final class ModelEvaluation implements AutoCloseable {
  private final TrainedModel model;
  private final RunData own;
  private final RunData tested;
  private final EvaluationSet test;

  /**
   * What is measured on.
   *
   * @param data manifest of other files, all of which are tested; null for the run's own test files
   * @param allowSeen whether files that the model has seen in training may be tested
   */
  public record Request(@Nullable Path data, boolean allowSeen) {}

  private ModelEvaluation(TrainedModel model, RunData own, RunData tested, EvaluationSet test) {
    this.model = model;
    this.own = own;
    this.tested = tested;
    this.test = test;
  }

  /**
   * Loads model and data.
   *
   * @throws DataRefusedException if files to test were seen in training, or none can be used
   * @throws IllegalArgumentException if the model's sound or picture was never trained
   * @throws IOException if anything cannot be read
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static ModelEvaluation open(Path path, Request request) throws IOException {
    TrainedModel model = TrainedModel.open(path);
    boolean opened = false;
    try {
      model.requireBothTowers();
      PretrainConfig config = model.config().value();
      RunData own = RunData.of(DataLocation.manifestOf(model.run()), config);
      RunData tested = request.data() == null ? own : foreign(request.data(), config);
      refuseSeen(model, tested, request.allowSeen());
      ClipSource clips = tested.clips(model.normalisation());
      EvaluationSet test =
          request.data() == null
              ? tested.evaluationSet(Part.TEST, clips, model.run())
              : tested.drawEvaluationSet(Part.TEST, clips);
      opened = true;
      return new ModelEvaluation(model, own, tested, test);
    } finally {
      if (!opened) {
        model.close();
      }
    }
  }

  private static RunData foreign(Path manifestFile, PretrainConfig config) throws IOException {
    Manifest manifest = Manifest.read(manifestFile);
    return new RunData(manifest, new Split(List.of(), List.of(), manifest.usable()), config);
  }

  private static void refuseSeen(TrainedModel model, RunData tested, boolean allow)
      throws IOException {
    List<Media> seen = model.seen(tested.media(Part.TEST));
    if (!seen.isEmpty() && !allow) {
      throw new DataRefusedException(
          "seen in training: "
              + seen.size()
              + " of "
              + tested.split().test().size()
              + " test files (same content or group): test other files, or say --allow-seen");
    }
  }

  /** Returns the model. */
  public TrainedModel model() {
    return model;
  }

  /** Returns the files that are tested. */
  public Manifest manifest() {
    return tested.manifest();
  }

  /** Returns the tested files with their pairs. */
  public EvaluationSet test() {
    return test;
  }

  /** Returns the number of test files that the model has seen in training. */
  public int seen() throws IOException {
    return model.seen(tested.media(Part.TEST)).size();
  }

  /** Returns the name of the rules that the figures are made by. */
  private String protocol() {
    return test.pairs().header().protocol();
  }

  private PretrainConfig config() {
    return model.config().value();
  }

  private Seeds seeds() {
    return new Seeds(config().seed());
  }

  private EvaluationSet validation() throws IOException {
    return own.evaluationSet(Part.VALIDATION, own.clips(model.normalisation()), model.run());
  }

  /** Returns {@code figures}, made by the rules of the fixed pairs, as a measurement. */
  public <F extends Record> Measurement<F> measurement(String command, F figures) {
    return measurement(command, protocol(), figures);
  }

  /** Returns {@code figures} with everything needed to measure them again. */
  public <F extends Record> Measurement<F> measurement(String command, String protocol, F figures) {
    return new Measurement<>(
        command, protocol, config().seed(), model.id(), model.config().hash(), figures);
  }

  /**
   * Measures synchronisation, with what else is asked for.
   *
   * @param truthFolder folder of truth.jsonl of the synthetic test videos, or null
   * @param withFloors whether simple rules are measured too
   */
  public SyncMeasures measure(@Nullable Path truthFolder, boolean withFloors)
      throws IOException, MediaException, InterruptedException {
    if (truthFolder != null) {
      Truth.requireVariants(truthFolder);
    }
    SyncEvaluator.Result result = sync();
    return new SyncMeasures(
        result,
        withFloors ? floors() : Map.of(),
        truthFolder == null ? null : cells(truthFolder, result),
        seen());
  }

  /**
   * Returns how the figures of {@code runs}, apart in their seeds, vary; intervals as this model's
   * config asks for.
   *
   * @throws IllegalArgumentException if the runs were measured on different pairs
   */
  public SeedSpread spread(List<SyncMeasures> runs) {
    return SeedSpread.of(
        runs.stream().map(run -> SeedSpread.Run.of(run.result())).toList(),
        config().evaluation().bootstrap(),
        seeds().generator(Seeds.Purpose.BOOTSTRAP, 0, 2));
  }

  /** Measures synchronisation on the fixed pairs. */
  private SyncEvaluator.Result sync() throws IOException, MediaException, InterruptedException {
    return sync(model.embedder());
  }

  private SyncEvaluator.Result sync(Embedder embedder)
      throws IOException, MediaException, InterruptedException {
    return new SyncEvaluator(embedder, config().evaluation(), seeds()).evaluate(validation(), test);
  }

  /** Looks for the sound of given pictures and back, on fixed clips of the test files. */
  public RetrievalFigures retrieval() throws IOException, MediaException, InterruptedException {
    FixedClips clips =
        tested.equals(own)
            ? own.retrievalClips(Part.TEST, model.run())
            : tested.drawRetrievalClips(Part.TEST);
    return new RetrievalEvaluator(model.embedder(), config().evaluation().bootstrap(), seeds())
        .evaluate(test, clips);
  }

  /** Measures the score against the shift of the sound. */
  public OffsetFigures offset() throws MediaException, InterruptedException {
    return new OffsetEvaluator(model.embedder()).evaluate(test);
  }

  /**
   * Measures how well known shifts of the test files are found.
   *
   * @param plan how many trials are made
   * @param withFloors whether simple rules are measured too, each calibrated on the same validation
   *     files as the network
   * @param mode how progress is shown
   */
  public ShiftMeasures shifts(Trial.Plan plan, boolean withFloors, Progress.Mode mode)
      throws IOException, MediaException, InterruptedException {
    List<Trial> trials =
        Trial.draw(
            tested.manifest(),
            tested.split().test(),
            List.of(Trial.Kind.values()),
            plan,
            new Seeds(config().seed() + 1));
    Map<String, Embedder> meters = new LinkedHashMap<>();
    meters.put("network", model.embedder());
    if (withFloors) {
      meters.putAll(fittedFloors());
    }
    Map<String, ShiftFigures> figures = new LinkedHashMap<>();
    for (Map.Entry<String, Embedder> meter : meters.entrySet()) {
      SyncMeter calibrated =
          new SyncMeter(
              ModelMeter.mapper(model, meter.getValue(), LagRange.standard()),
              ModelMeter.calibrate(model, meter.getValue(), mode));
      try (Progress progress = Progress.start(meter.getKey(), "trials", trials.size(), mode)) {
        figures.put(meter.getKey(), new ShiftEvaluator(calibrated).evaluate(trials, progress));
      }
    }
    return new ShiftMeasures(figures, ShiftFigures.alwaysZero(trials));
  }

  /**
   * Measures what simple rules reach on the same choices, by name of the rule.
   *
   * @throws IOException if the run's training files cannot be used
   */
  private Map<String, List<TwoWayFigures>> floors()
      throws IOException, MediaException, InterruptedException {
    Map<String, List<TwoWayFigures>> figures = new LinkedHashMap<>();
    for (Map.Entry<String, Embedder> floor : fittedFloors().entrySet()) {
      figures.put(floor.getKey(), sync(floor.getValue()).twoWay());
    }
    return figures;
  }

  private Map<String, Embedder> fittedFloors()
      throws IOException, MediaException, InterruptedException {
    ClipSource clips = own.clips(model.normalisation());
    return new Floors(Networks.clipShape(config()), seeds())
        .fit(new ClipEmbeddings.Source(clips, config().batch()), own.sampler(Part.TRAIN));
  }

  /**
   * Measures synthetic held-out videos against their re-rendered sound tracks.
   *
   * @param truthFolder folder of truth.jsonl, whose variants are indexed into the run
   * @param result what {@link #sync} gave
   */
  private CellFigures cells(Path truthFolder, SyncEvaluator.Result result)
      throws IOException, MediaException, InterruptedException {
    Manifest manifest =
        new Indexer(IndexConfig.standard(), Progress.Mode.ofProcess())
            .index(
                List.of(truthFolder.resolve(Truth.VARIANTS)), model.run().resolve("variants.jsonl"))
            .manifest();
    ClipSource clips =
        new RunData(manifest, new Split(List.of(), List.of(), manifest.usable()), config())
            .clips(model.normalisation());
    double accuracy =
        result
            .sync()
            .of(FixedPairs.Row.HARD)
            .map(figures -> figures.accuracy().value())
            .orElseThrow(() -> new IOException("the test files have no hard pairs"));
    return new CellEvaluator(model.embedder(), config().evaluation(), seeds())
        .evaluate(
            test,
            new CellEvaluator.Variants(
                new ClipEmbeddings.Source(clips, config().batch()),
                manifest.entries(),
                Truth.readAll(truthFolder)),
            result.sync().threshold(),
            accuracy);
  }

  @Override
  public void close() {
    model.close();
  }
}
