package avts.pretrain.run;

import avts.datasets.batch.MediaClips;
import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Split.Part;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.StreamTimes;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.eval.Embedder;
import avts.pretrain.sync.Calibrator;
import avts.pretrain.sync.LagRange;
import avts.pretrain.sync.MeterCalibration;
import avts.pretrain.sync.ScoreMapper;
import avts.pretrain.sync.SyncMeter;
import avts.pretrain.sync.SyncReading;
import avts.pretrain.sync.SyncTrack;
import avts.pretrain.sync.Trial;
import avts.pretrain.sync.Zero;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sync meter of a trained model, with its calibration, which is made at first use and kept in
 * the run.
 */
public final class ModelMeter implements AutoCloseable {
  /** Shifted and foreign trials for each validation file. */
  private static final Trial.Plan CALIBRATION = new Trial.Plan(60, 3, 500);

  private static final double MICROS_PER_SECOND = 1e6;

  private final TrainedModel model;
  private final LagRange lags;
  private final Progress.Mode progress;
  private MeterCalibration calibration;

  private ModelMeter(
      TrainedModel model, LagRange lags, Progress.Mode progress, MeterCalibration calibration) {
    this.model = model;
    this.lags = lags;
    this.progress = progress;
    this.calibration = calibration;
  }

  /**
   * Loads a model, and calibrates it on its validation files where that was not done before.
   *
   * @param path a run, or the folder of one checkpoint
   * @param lags the offsets to search
   * @throws IOException if the model or its validation files cannot be read, or the calibration
   *     cannot be kept
   * @throws MediaException if a validation file cannot be decoded
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static ModelMeter open(Path path, LagRange lags, Progress.Mode progress)
      throws IOException, MediaException, InterruptedException {
    TrainedModel model = TrainedModel.open(path);
    boolean opened = false;
    try {
      model.requireBothTowers();
      Optional<MeterCalibration> known = CalibrationFile.read(model);
      MeterCalibration calibration =
          known.isPresent() ? known.get() : calibrate(model, model.embedder(), progress);
      ModelMeter meter = new ModelMeter(model, lags, progress, calibration);
      if (known.isEmpty()) {
        meter.setZero(new KnownSync(progress).measure(meter));
      }
      opened = true;
      return meter;
    } finally {
      if (!opened) {
        model.close();
      }
    }
  }

  /**
   * Calibrates any embedder of the model's clips, the zero left open.
   *
   * @param embedder the model's own, or a simple rule to compare it with
   */
  static MeterCalibration calibrate(TrainedModel model, Embedder embedder, Progress.Mode mode)
      throws IOException, MediaException, InterruptedException {
    PretrainConfig config = model.config().value();
    RunData own = RunData.of(DataLocation.manifestOf(model.run()), config);
    List<Integer> files = own.split().part(Part.VALIDATION);
    if (files.isEmpty()) {
      throw new DataRefusedException(
          model.run()
              + " has no validation files, so its scores cannot be turned into probabilities: train"
              + " with a validation part");
    }
    List<Trial> trials =
        Trial.draw(
            own.manifest(),
            files,
            List.of(Trial.Kind.SHIFTED, Trial.Kind.FOREIGN),
            CALIBRATION,
            new Seeds(config.seed()));
    try (Progress progress = Progress.start("calibrate", "trials", trials.size(), mode)) {
      return new Calibrator(mapper(model, embedder, LagRange.standard())).fit(trials, progress);
    }
  }

  static ScoreMapper mapper(TrainedModel model, Embedder embedder, LagRange lags) {
    PretrainConfig config = model.config().value();
    MediaClips clips =
        new MediaClips(
            new Manifest(model.run(), List.of()),
            config.clip(),
            config.features(),
            config.augment(),
            model.normalisation());
    return new ScoreMapper(
        embedder, clips, config.clip(), config.features().sampleRate(), config.batch(), lags);
  }

  /** Returns the model. */
  public TrainedModel model() {
    return model;
  }

  /** Returns what its scores mean. */
  public MeterCalibration calibration() {
    return calibration;
  }

  /**
   * Keeps {@code zero} in the run, for this and later meters.
   *
   * @throws IOException if it cannot be written
   */
  private void setZero(Zero zero) throws IOException {
    calibration = calibration.withZero(zero);
    CalibrationFile.write(model, calibration);
  }

  /**
   * Measures the zero on clips that are in step, and keeps it in the run.
   *
   * @throws DataRefusedException if too few of them can be told, or they disagree
   */
  public void setReference(List<Path> clips)
      throws IOException, MediaException, InterruptedException {
    setZero(ZeroMeasurement.of(rawOffsets(clips)).require());
  }

  /** Returns the sure offsets of {@code clips} about a zero of 0. */
  List<Double> rawOffsets(List<Path> clips)
      throws IOException, MediaException, InterruptedException {
    List<Double> offsets = new ArrayList<>();
    double zero = calibration.zero().millis();
    for (SyncFile file : measure(clips)) {
      Double offset = file.reading().offsetMillis();
      if (offset != null && file.reading().confidence() >= SyncReading.SURE) {
        offsets.add(offset + zero);
      }
    }
    return offsets;
  }

  /**
   * Measures files. Each is first looked at in a child process, so that one that takes the decoder
   * down costs itself alone; what cannot be measured has a reading that says why.
   *
   * @param inputs files, folders, lists and shards, as in an index
   * @throws IOException if an input does not exist
   */
  public List<SyncFile> measure(List<Path> inputs)
      throws IOException, MediaException, InterruptedException {
    Path folder = Files.createTempDirectory("avts-sync");
    try {
      Manifest manifest =
          new Indexer(IndexConfig.standard(), progress)
              .index(inputs, folder.resolve("manifest.jsonl"))
              .manifest();
      return measure(manifest);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private List<SyncFile> measure(Manifest manifest) throws MediaException, InterruptedException {
    List<Integer> all = IntStream.range(0, manifest.entries().size()).boxed().toList();
    List<SyncReading> readings = read(manifest, all);
    List<SyncFile> files = new ArrayList<>();
    for (int i : all) {
      ManifestEntry entry = manifest.entries().get(i);
      files.add(
          new SyncFile(
              entry.name(),
              manifest.source(i),
              hasBoth(entry) ? StreamTimes.of(manifest.source(i)) : null,
              seconds(entry),
              readings.get(i)));
    }
    return files;
  }

  private static boolean hasBoth(ManifestEntry entry) {
    MediaInfo info = entry.info();
    return info != null && info.video() != null && info.audio() != null;
  }

  /**
   * Measures files that were indexed.
   *
   * @param files their numbers in {@code manifest}
   * @return a reading for each, in their order
   * @throws MediaException if one cannot be decoded any more; the message names it
   */
  List<SyncReading> read(Manifest manifest, List<Integer> files)
      throws MediaException, InterruptedException {
    SyncMeter meter = new SyncMeter(mapper(model, model.embedder(), lags), calibration);
    double seconds = files.stream().mapToDouble(i -> seconds(manifest.entries().get(i))).sum();
    List<SyncReading> readings = new ArrayList<>();
    try (Progress shown =
        Progress.start("sync", "seconds", Math.max(1, Math.round(seconds)), progress)) {
      for (int file : files) {
        ManifestEntry entry = manifest.entries().get(file);
        if (entry.content() == null || HOPELESS.contains(entry.verdict())) {
          readings.add(SyncReading.cannotTell(entry.verdict().key() + ": " + entry.reason()));
        } else {
          SyncTrack track = SyncTrack.of(manifest, file);
          readings.add(meter.measure(track, new Steps(shown, track.startMicros())));
        }
      }
    }
    return readings;
  }

  /** Verdicts after which there is nothing to listen to or to look at. */
  private static final List<Verdict> HOPELESS =
      List.of(Verdict.SILENT, Verdict.STILL, Verdict.TOO_SHORT);

  private static double seconds(ManifestEntry entry) {
    ManifestEntry.Content content = entry.content();
    return content == null ? 0 : (content.endMicros() - content.startMicros()) / MICROS_PER_SECOND;
  }

  /** Turns places in a file into whole seconds done. */
  private static final class Steps implements ScoreMapper.Listener {
    private final Progress progress;
    private final long startMicros;
    private long done;

    Steps(Progress progress, long startMicros) {
      this.progress = progress;
      this.startMicros = startMicros;
    }

    @Override
    public void doneTo(long micros) {
      for (long now = Math.round((micros - startMicros) / MICROS_PER_SECOND); done < now; done++) {
        progress.step();
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
