package avts.pretrain.probe.audio;

import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.datasets.time.SlidingWindows;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.McNemar;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a pretrained audio encoder with the same encoder untrained and with plain statistics of
 * the log filter bank, by the same classifier on the same folds: linear support vector machines on
 * sub-clips, scores averaged over each recording (Korbar et al. 2018, section 4.2).
 */
public final class AudioProbe {
  static final String STATISTICS = "log-mel statistics";
  static final String UNTRAINED = "random encoder, seed ";
  static final String PRETRAINED = "pretrained";
  private static final double CONFIDENCE = 0.95;
  private static final int BATCH = 64;

  private final TrainedModel model;
  private final AudioDataset dataset;
  private final SvmConfig config;
  private final Seeds seeds;

  /**
   * Prepares the probe of an open model.
   *
   * @throws IllegalArgumentException if the model's audio encoder was never trained
   */
  public AudioProbe(TrainedModel model, AudioDataset dataset, SvmConfig config) {
    model.requireTrained("audio.");
    this.model = model;
    this.dataset = dataset;
    this.config = config;
    seeds = new Seeds(config.seed());
  }

  private static String with(String encoder) {
    return encoder + " + " + STATISTICS;
  }

  /** Features with a name for each alternative. */
  private record Candidates(List<String> names, List<Blocks> blocks) {

    Candidates with(Blocks others) {
      return new Candidates(names, blocks.stream().map(own -> own.with(others)).toList());
    }
  }

  /** What one row's features gave. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Outcome(SvmFigures.Row row, int[] predicted) {}

  /**
   * Measures all rows.
   *
   * @param allowSeen whether recordings that the model has seen in training may be tested
   * @throws DataRefusedException if recordings were seen in training
   * @throws MediaException if a recording cannot be decoded; the message names it
   */
  public Measurement<SvmFigures> measure(boolean allowSeen, Progress.Mode progressMode)
      throws IOException, MediaException {
    int seen = seen(allowSeen);
    Prepared prepared = prepare(progressMode);
    List<Outcome> outcomes = new ArrayList<>();
    try (Progress progress = Progress.start("svm", "rows", prepared.rows.size(), progressMode)) {
      for (Row row : prepared.rows) {
        outcomes.add(outcome(row, prepared.task));
        progress.step();
      }
    }
    return measurement("", figures(prepared.clips, outcomes, seen));
  }

  /**
   * Measures all rows inside the training recordings alone; nothing is tested.
   *
   * @throws MediaException if a recording cannot be decoded; the message names it
   */
  public Measurement<SelectionFigures> select(Progress.Mode progressMode)
      throws IOException, MediaException {
    Prepared prepared = prepare(progressMode);
    List<SelectionFigures.Row> rows = new ArrayList<>();
    try (Progress progress = Progress.start("svm", "rows", prepared.rows.size(), progressMode)) {
      for (Row row : prepared.rows) {
        rows.add(selection(row, prepared.task));
        progress.step();
      }
    }
    return measurement("-selection", new SelectionFigures(configurations(), rows));
  }

  private SelectionFigures.Row selection(Row row, SubClipSvm.Task task) {
    List<SelectionFigures.Choice> choices = new ArrayList<>();
    for (AudioDataset.Fold fold : dataset.folds()) {
      SubClipSvm.Choice choice = svm().choose(task, row.features.blocks, fold.train());
      choices.add(
          new SelectionFigures.Choice(
              fold.name(),
              row.features.names.get(choice.features()),
              choice.cost(),
              choice.accuracy()));
    }
    double mean =
        choices.stream().mapToDouble(SelectionFigures.Choice::accuracy).average().orElse(0);
    return new SelectionFigures.Row(row.name, mean, choices);
  }

  private SubClipSvm svm() {
    return new SubClipSvm(config.costs(), config.innerFolds(), seeds);
  }

  private int configurations() {
    return config.layers().size() * config.costs().size();
  }

  private <F extends Record> Measurement<F> measurement(String suffix, F figures) {
    return new Measurement<>(
        "eval svm",
        dataset.protocol() + "-linear-svm" + suffix,
        seeds.root(),
        model.id(),
        model.config().hash(),
        figures);
  }

  /** All features of all sub-clips. */
  private record Prepared(SubClips clips, SubClipSvm.Task task, List<Row> rows) {}

  private Prepared prepare(Progress.Mode progressMode) throws IOException, MediaException {
    PretrainConfig trained = model.config().value();
    SlidingWindows windows = new SlidingWindows(trained.grid(), config.hopSeconds());
    SubClips clips;
    try (Progress progress =
        Progress.start("sub-clips", "recordings", dataset.recordings().size(), progressMode)) {
      clips = SubClips.read(dataset.recordings(), trained, windows, progress::step);
    }
    Blocks statistics =
        Blocks.of(
            clips.logMel().stream()
                .map(clip -> LogMelStatistics.of(clip, trained.features().filters()))
                .toArray(float[][]::new));
    Candidates pretrained = encoded(model, clips);
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(STATISTICS, new Candidates(List.of(STATISTICS), List.of(statistics))));
    for (long seed : config.untrainedSeeds()) {
      try (TrainedModel untrained = TrainedModel.initial(model.run(), seed)) {
        Candidates random = encoded(untrained, clips);
        rows.add(new Row(UNTRAINED + seed, random));
        rows.add(new Row(with(UNTRAINED + seed), random.with(statistics)));
      }
    }
    rows.add(new Row(PRETRAINED, pretrained));
    rows.add(new Row(with(PRETRAINED), pretrained.with(statistics)));
    return new Prepared(clips, task(clips), rows);
  }

  /** Pairs of rows that are compared; the first one is hoped to be the better one. */
  private List<List<String>> compared() {
    List<List<String>> pairs = new ArrayList<>();
    pairs.add(List.of(PRETRAINED, STATISTICS));
    pairs.add(List.of(with(PRETRAINED), STATISTICS));
    for (long seed : config.untrainedSeeds()) {
      String untrained = UNTRAINED + seed;
      pairs.add(List.of(PRETRAINED, untrained));
      pairs.add(List.of(with(PRETRAINED), with(untrained)));
      pairs.add(List.of(with(untrained), STATISTICS));
    }
    return pairs;
  }

  /** Features under the name of a row. */
  private record Row(String name, Candidates features) {}

  private int seen(boolean allowSeen) throws IOException {
    List<Provenance.Media> media = new ArrayList<>();
    for (Recording recording : dataset.recordings()) {
      media.add(new Provenance.Media(WeightsFile.sha256(recording.file()), ""));
    }
    int seen = model.seen(media).size();
    if (seen > 0 && !allowSeen) {
      throw new DataRefusedException(
          "seen in training: "
              + seen
              + " of "
              + media.size()
              + " recordings: test others, or say --allow-seen");
    }
    return seen;
  }

  private SubClipSvm.Task task(SubClips clips) {
    List<String> classes = dataset.classes();
    List<Recording> recordings = dataset.recordings();
    return new SubClipSvm.Task(
        recordings.stream().mapToInt(recording -> classes.indexOf(recording.label())).toArray(),
        recordings.stream().map(Recording::group).toList(),
        classes.size(),
        clips.owners());
  }

  private Candidates encoded(TrainedModel encoder, SubClips clips) {
    List<Blocks> blocks = new ArrayList<>();
    MapStatistics pooling = new MapStatistics(config.bands());
    int size = clips.logMel().get(0).length;
    int filters = encoder.normalisation().filters();
    for (String layer : config.layers()) {
      List<float[]> rows = new ArrayList<>();
      for (int first = 0; first < clips.logMel().size(); first += BATCH) {
        int count = Math.min(BATCH, clips.logMel().size() - first);
        float[] batch = new float[count * size];
        for (int i = 0; i < count; i++) {
          System.arraycopy(clips.logMel().get(first + i), 0, batch, i * size, size);
          encoder.normalisation().apply(batch, i * size, size / filters);
        }
        rows.addAll(List.of(pooling.of(encoder.engine().layer(Tower.AUDIO, layer, batch, count))));
      }
      blocks.add(Blocks.of(rows.toArray(float[][]::new)));
    }
    return new Candidates(config.layers(), blocks);
  }

  private Outcome outcome(Row row, SubClipSvm.Task task) {
    int[] predicted = new int[task.labels().length];
    Arrays.fill(predicted, -1);
    List<SvmFigures.FoldRow> folds = new ArrayList<>();
    for (AudioDataset.Fold fold : dataset.folds()) {
      SubClipSvm.Result result = svm().run(task, row.features.blocks, fold.train(), fold.test());
      int right = 0;
      for (int i = 0; i < fold.test().size(); i++) {
        int index = fold.test().get(i);
        predicted[index] = result.predicted()[i];
        right += predicted[index] == task.labels()[index] ? 1 : 0;
      }
      folds.add(
          new SvmFigures.FoldRow(
              fold.name(),
              row.features.names.get(result.choice().features()),
              result.choice().cost(),
              result.choice().accuracy(),
              (double) right / fold.test().size()));
    }
    int[] tested = tested();
    List<String> groups =
        IntStream.of(tested).mapToObj(i -> dataset.recordings().get(i).group()).toList();
    Bootstrap.Statistic accuracy =
        items ->
            IntStream.of(items)
                    .map(item -> tested[item])
                    .filter(i -> predicted[i] == task.labels()[i])
                    .count()
                / (double) items.length;
    return new Outcome(
        new SvmFigures.Row(
            row.name,
            row.features.blocks.get(0).width(),
            new Bootstrap(config.bootstrapDraws(), CONFIDENCE)
                .interval(groups, accuracy, seeds.generator(Seeds.Purpose.BOOTSTRAP, 0, 0)),
            folds,
            confusion(task, predicted)),
        predicted);
  }

  /** Returns the recordings that any fold tests. */
  private int[] tested() {
    return dataset.folds().stream()
        .flatMapToInt(fold -> fold.test().stream().mapToInt(Integer::intValue))
        .sorted()
        .toArray();
  }

  private List<List<Integer>> confusion(SubClipSvm.Task task, int[] predicted) {
    int[][] counts = new int[task.classes()][task.classes()];
    for (int index : tested()) {
      counts[task.labels()[index]][predicted[index]]++;
    }
    return IntStream.range(0, counts.length)
        .mapToObj(label -> IntStream.of(counts[label]).boxed().toList())
        .toList();
  }

  private SvmFigures figures(SubClips clips, List<Outcome> outcomes, int seen) {
    int[] tested = tested();
    List<SvmFigures.Test> tests = new ArrayList<>();
    for (List<String> pair : compared()) {
      boolean[] first = right(outcomes, pair.get(0), tested);
      boolean[] second = right(outcomes, pair.get(1), tested);
      tests.add(new SvmFigures.Test(pair.get(0), pair.get(1), McNemar.of(first, second)));
    }
    List<String> classes = dataset.classes();
    List<SvmFigures.Prediction> predictions = new ArrayList<>();
    for (AudioDataset.Fold fold : dataset.folds()) {
      for (int index : fold.test()) {
        Recording recording = dataset.recordings().get(index);
        predictions.add(
            new SvmFigures.Prediction(
                recording.name(),
                fold.name(),
                recording.label(),
                outcomes.stream().map(row -> classes.get(row.predicted[index])).toList()));
      }
    }
    return new SvmFigures(
        tested.length,
        clips.logMel().size(),
        clips.dropped(),
        seen,
        configurations(),
        classes,
        outcomes.stream().map(Outcome::row).toList(),
        tests,
        predictions);
  }

  private boolean[] right(List<Outcome> outcomes, String name, int[] tested) {
    Outcome outcome =
        outcomes.stream().filter(o -> o.row.name().equals(name)).findFirst().orElseThrow();
    List<String> classes = dataset.classes();
    boolean[] right = new boolean[tested.length];
    for (int i = 0; i < right.length; i++) {
      String label = dataset.recordings().get(tested[i]).label();
      right[i] = classes.get(outcome.predicted[tested[i]]).equals(label);
    }
    return right;
  }
}
