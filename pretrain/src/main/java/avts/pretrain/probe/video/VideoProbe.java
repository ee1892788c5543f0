package avts.pretrain.probe.video;

import avts.datasets.batch.MediaClips;
import avts.datasets.label.LabelledSet;
import avts.datasets.label.LabelledVideo.Part;
import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.eval.Measurement;
import avts.pretrain.probe.video.LabelledData.Item;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.run.TrainingRun;
import avts.pretrain.train.DivergenceException;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.Weights;
import com.google.common.hash.Hashing;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Probes a model's video encoder on a labelled set, beside the same network without pretraining.
 *
 * <p>Epochs, neighbours and rates are chosen on training videos of other groups than those learned
 * from; the test videos are looked at once in each cell.
 */
public final class VideoProbe implements AutoCloseable {
  private final Request request;
  private final TrainedModel model;
  private final LabelledData data;
  private final MediaClips clips;
  private final int seen;

  /**
   * What is asked for.
   *
   * @param model run or checkpoint of the encoder
   * @param set the labelled set
   * @param config how it is probed
   * @param allowSeen whether test videos may have been seen in pretraining
   * @param command the command line, for provenance
   * @param progress how progress is shown
   * @param tell takes sentences for the user
   */
  public record Request(
      Path model,
      LabelledSet set,
      ResolvedConfig<VideoProbeConfig> config,
      boolean allowSeen,
      List<String> command,
      Progress.Mode progress,
      Consumer<String> tell) {}

  private VideoProbe(Request request, TrainedModel model, LabelledData data, int seen) {
    this.request = request;
    this.model = model;
    this.data = data;
    this.seen = seen;
    PretrainConfig config = model.config().value();
    clips =
        new MediaClips(
                data.manifest(),
                config.clip(),
                config.features(),
                config.augment(),
                model.normalisation())
            .keeping(config.cache().bytes());
  }

  /**
   * Loads model and labels; the index of the videos is kept in the model's run.
   *
   * @throws DataRefusedException if videos cannot be used, or test videos were seen in training
   * @throws IllegalArgumentException if the model's video encoder was never trained
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static VideoProbe open(Request request) throws IOException, InterruptedException {
    TrainedModel model = TrainedModel.open(request.model());
    boolean opened = false;
    try {
      model.requireTrained("video.");
      LabelledData data =
          LabelledData.open(
              request.set(),
              model.run().resolve(indexName(request.set())),
              model.config().value().clip(),
              request.progress());
      List<Item> test = data.items(Part.TEST);
      int seen = model.seen(data.media(test)).size();
      if (seen > 0 && !request.allowSeen()) {
        throw new DataRefusedException(
            "seen in training: "
                + seen
                + " of "
                + test.size()
                + " test videos (same content or group): probe a model that was pretrained on"
                + " other files, or say --allow-seen");
      }
      opened = true;
      return new VideoProbe(request, model, data, seen);
    } finally {
      if (!opened) {
        model.close();
      }
    }
  }

  /** A name of its own for each set and split, so that none displaces another's index. */
  private static String indexName(LabelledSet set) {
    String key = set.folder().toAbsolutePath().normalize() + " " + set.name();
    String hash = Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
    return "labelled-" + hash.substring(0, 12) + ".jsonl";
  }

  private VideoProbeConfig config() {
    return request.config().value();
  }

  private int classes() {
    return data.set().classes().size();
  }

  /**
   * Fine-tunes encoder and classifier, a run folder for each cell below {@code out}.
   *
   * @param resume whether cells that were begun are continued
   */
  public ProbeFigures finetune(Path out, boolean resume)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    FinetuneRun.Data shared =
        new FinetuneRun.Data(data, clips, config().loading(), request.model(), request.command());
    return table(
        config().finetune().bodyRates().size(),
        (start, share, seed) -> {
          Optional<Trained> best = Optional.empty();
          for (double rate : config().finetune().bodyRates()) {
            ClassifierConfig config = classifier(start, share, seed, rate);
            FinetuneRun run =
                new FinetuneRun(
                    out.resolve(name(config)), new ResolvedConfig<>(config), shared, share);
            Trained trained = new Trained(run, train(run, resume));
            if (best.isEmpty() || trained.score > best.get().score) {
              best = Optional.of(trained);
            }
          }
          FinetuneRun chosen = best.orElseThrow().run;
          return new FrozenProbe.Outcome(
              "body rate " + chosen.config().value().bodyRate(),
              chosen.predict(data.items(Part.TEST), config().labels().clips()));
        });
  }

  /** A training with its score on the validation videos. */
  private record Trained(FinetuneRun run, double score) {}

  private static double train(FinetuneRun run, boolean resume)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    boolean begun = resume && Files.exists(run.folder().resolve(RunDirectory.CONFIG));
    TrainingRun.Outcome outcome = run.train(begun ? TrainingRun.Mode.RESUME : TrainingRun.Mode.NEW);
    if (outcome.reason() == StopReason.INTERRUPTED) {
      throw new InterruptedException("training stopped; go on with --resume");
    }
    return outcome.best().score().orElseThrow();
  }

  private static String name(ClassifierConfig config) {
    return config.start().key()
        + "-share-"
        + config.share()
        + "-seed-"
        + config.seed()
        + "-rate-"
        + config.bodyRate();
  }

  private ClassifierConfig classifier(
      EncoderStart start, LabelShare share, long seed, double bodyRate) {
    PretrainConfig pretraining = model.config().value();
    return new ClassifierConfig(
        seed,
        start,
        data.set().name(),
        share.share(),
        bodyRate,
        data.set().classes(),
        pretraining.clip(),
        pretraining.features(),
        pretraining.network(),
        config().finetune());
  }

  /** Trains linear classifiers on the frozen encoder. */
  public ProbeFigures linear()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    return frozen(new LinearProbe(config().linear(), classes()));
  }

  /** Asks the nearest neighbours by the frozen encoder. */
  public ProbeFigures neighbours()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    return frozen(new NeighbourProbe(config().knn(), classes()));
  }

  private ProbeFigures frozen(FrozenProbe probe)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    Map<Long, Features> untrained = new TreeMap<>();
    request.tell().accept("encoding " + data.items().size() + " videos");
    Features pretrained = features(model.engine());
    for (long seed : config().seeds()) {
      untrained.put(seed, untrained(seed));
    }
    return table(
        probe.tried(),
        (start, share, seed) ->
            probe.run(
                start == EncoderStart.PRETRAINED
                    ? pretrained
                    : untrained.getOrDefault(seed, pretrained),
                share,
                data.items(Part.TEST),
                seed));
  }

  private Features features(SameDiffEngine engine) throws MediaException, InterruptedException {
    int perVideo = config().labels().clips();
    float[] rows =
        new ClipFeed(clips, config().loading())
            .rows(data.items(), perVideo, engine.videoFeatureSize(), engine::encodeVideo);
    return Features.of(data.items(), rows, perVideo);
  }

  /** The model's network with first values; the model has its own back afterwards. */
  private Features untrained(long seed) throws IOException, MediaException, InterruptedException {
    SameDiffEngine engine = model.engine();
    Seeds seeds = new Seeds(seed);
    engine.load(
        engine.initialParameters(seeds.generator(Purpose.INITIALISATION, 0, 0)),
        engine.initialStatistics(seeds.generator(Purpose.INITIALISATION, 0, 1)));
    try {
      return features(engine);
    } finally {
      List<ParameterInfo> parameters = engine.parameters();
      Weights trained = Weights.read(request.model(), parameters, engine.statistics());
      engine.load(trained.parameters(), trained.statistics());
    }
  }

  /** Fills one cell of the table. */
  @FunctionalInterface
  private interface CellMaker {
    FrozenProbe.Outcome make(EncoderStart start, LabelShare share, long seed)
        throws IOException, MediaException, DivergenceException, InterruptedException;
  }

  private ProbeFigures table(int tried, CellMaker maker)
      throws IOException, MediaException, DivergenceException, InterruptedException {
    List<ProbeFigures.Row> rows = new ArrayList<>();
    List<ProbeFigures.Gain> gains = new ArrayList<>();
    List<Item> train = data.items(Part.TRAIN);
    List<Item> test = data.items(Part.TEST);
    Seeds chance = new Seeds(config().seeds().get(0));
    for (double share : config().labels().shares()) {
      List<ProbeFigures.Cell> cells = new ArrayList<>();
      for (EncoderStart start : EncoderStart.values()) {
        List<FrozenProbe.Outcome> outcomes = new ArrayList<>();
        int labelled = 0;
        for (long seed : config().seeds()) {
          LabelShare labels =
              LabelShare.draw(train, share, config().labels().validationShare(), new Seeds(seed));
          labelled = labels.all().size();
          if (labels.validation().isEmpty()) {
            throw new DataRefusedException(
                "every class has one training group, so none is left to choose on: label videos of"
                    + " two groups of each class at least");
          }
          outcomes.add(maker.make(start, labels, seed));
        }
        ProbeFigures.Cell cell = new ProbeFigures.Cell(start, share, outcomes);
        cells.add(cell);
        ProbeFigures.Row row =
            ProbeFigures.Row.of(cell, labelled, classes(), config().bootstrap(), chance);
        rows.add(row);
        request
            .tell()
            .accept(
                String.format(
                    Locale.ROOT,
                    "%s, %.1f %% of the labels: %s",
                    start.key(),
                    100 * share,
                    row.top1().percent()));
      }
      gains.add(ProbeFigures.Gain.of(cells.get(0), cells.get(1), config().bootstrap(), chance));
    }
    return new ProbeFigures(
        data.set().name(),
        data.set().classes(),
        guess(train, test),
        test.size(),
        (int) test.stream().map(item -> item.video().group()).distinct().count(),
        seen,
        config().labels().clips(),
        tried,
        rows,
        gains);
  }

  /** The share of test videos of the class that is most frequent in training. */
  private double guess(List<Item> train, List<Item> test) {
    int[] counts = new int[classes()];
    train.forEach(item -> counts[item.file().label()]++);
    int frequent = 0;
    for (int k = 1; k < counts.length; k++) {
      frequent = counts[k] > counts[frequent] ? k : frequent;
    }
    int guessed = frequent;
    long right = test.stream().filter(item -> item.file().label() == guessed).count();
    return (double) right / test.size();
  }

  /** Returns {@code figures} with everything needed to measure them again. */
  public Measurement<ProbeFigures> measurement(String command, ProbeFigures figures) {
    return new Measurement<>(
        command,
        figures.set() + ", mean of " + figures.clips() + " clips",
        config().seeds().get(0),
        model.id(),
        request.config().hash(),
        figures);
  }

  /** Returns the folder of the run whose encoder is probed. */
  public Path run() {
    return model.run();
  }

  @Override
  public void close() {
    model.close();
  }
}
