package avts.bench;

import avts.bench.measure.Median;
import avts.datasets.batch.Batch;
import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.BatchLoader;
import avts.datasets.batch.BatchSource;
import avts.datasets.batch.EpochPlanner;
import avts.datasets.batch.MediaClips;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.media.MediaInfo;
import avts.datasets.media.MediaProbe;
import avts.datasets.media.MediaSource;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairConfig;
import avts.datasets.pair.PairSampler;
import avts.datasets.progress.Progress;
import avts.datasets.random.Seeds;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.store.StoreConfig;
import avts.datasets.store.StorePreparer;
import avts.datasets.synth.ImpactsConfig;
import avts.datasets.synth.ImpactsGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Epochs of training batches, taken as fast as they come: 8 files x 2 windows, three quarters easy
 * and one quarter hard, with all augmentation of the pictures.
 *
 * @param clip length and size of the clips
 * @param features settings of the filter bank
 * @param workers threads that load
 */
record TrainingLoad(ClipConfig clip, FilterBankConfig features, int workers) {

  /** Seed of the synthetic videos and of the batches. */
  static final long SEED = 1;

  private static final int FILES_PER_BATCH = 8;
  private static final int WINDOWS_PER_FILE = 2;
  private static final int SECONDS = 4;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int JPEG_QUALITY = 3;

  /**
   * Medians of some runs.
   *
   * @param clips clips loaded in a run
   * @param workers threads that loaded them
   * @param seconds wall time of a run
   * @param clipsPerSecond clips divided by seconds
   */
  record Figures(int clips, int workers, double seconds, double clipsPerSecond) {}

  /** Makes synthetic videos of the default size in {@code folder}. */
  static Path synthetic(int videos, Path folder)
      throws IOException, MediaException, InterruptedException {
    ImpactsGenerator.generate(
        new ImpactsConfig(videos, SEED, false, SECONDS, 128, 96),
        folder,
        Runtime.getRuntime().availableProcessors(),
        () -> {});
    return folder;
  }

  /** Lists the videos of a folder that are known to be sound, without examining them. */
  static Manifest manifest(Path folder) throws IOException, MediaException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
    }
    List<ManifestEntry> entries = new ArrayList<>();
    for (Path file : files) {
      MediaInfo info = MediaProbe.probe(MediaSource.of(file));
      String name = file.getFileName().toString();
      ManifestEntry.Content content =
          new ManifestEntry.Content(
              false,
              0,
              (long) SECONDS * MICROS_PER_SECOND,
              0,
              0,
              List.of(),
              1000,
              Collections.nCopies(SECONDS, 0f),
              Collections.nCopies(SECONDS, 255f));
      entries.add(
          new ManifestEntry(
              name, null, 0, Files.size(file), "", Verdict.USABLE, "", name, info, content, null));
    }
    return new Manifest(folder, entries);
  }

  /** Prepares a store of the videos in {@code originals}. */
  Manifest prepare(Path originals, Path store)
      throws IOException, MediaException, InterruptedException {
    StoreConfig config =
        new StoreConfig(
            clip.smallSideMax(),
            clip.frameRate(),
            features.sampleRate(),
            StoreConfig.Picture.MJPEG,
            JPEG_QUALITY,
            workers);
    Manifest manifest = manifest(originals);
    try (Progress progress = Progress.start("prepare", "files", manifest.entries().size())) {
      return new StorePreparer(config).prepare(manifest, store, progress).manifest();
    }
  }

  /** Loads an epoch {@code runs} times, after one to warm up. */
  Figures measure(Manifest manifest, int runs) throws MediaException, InterruptedException {
    Seeds seeds = new Seeds(SEED);
    BatchConfig config =
        new BatchConfig(FILES_PER_BATCH, WINDOWS_PER_FILE, 1, WINDOWS_PER_FILE, workers, 4);
    PairSampler sampler =
        new PairSampler(
            manifest.entries(),
            manifest.usable(),
            clip.grid(features.sampleRate()),
            new PairConfig(PairConfig.Mode.NO_OVERLAP, 0.5, 0.12, 0.96, -200, 0));
    MediaClips clips =
        new MediaClips(
            manifest,
            clip,
            features,
            AugmentConfig.off(),
            FeatureNormalisation.gdt(features.filters()));
    BatchLoader loader =
        new BatchLoader(
            new EpochPlanner(sampler, manifest.entries(), config, seeds), clips, config, seeds);
    List<Double> seconds = new ArrayList<>();
    int loaded = 0;
    for (int run = 0; run <= runs; run++) {
      loaded = 0;
      long started = System.nanoTime();
      try (BatchSource<Batch> source = loader.open(run, new NegativeMix(0.75, 0.25, 0), 0)) {
        while (source.hasNext()) {
          Batch batch = source.next();
          loaded += batch.size();
        }
      }
      if (run > 0) {
        seconds.add((System.nanoTime() - started) / 1e9);
      }
    }
    double median = Median.of(seconds.stream().mapToDouble(Double::doubleValue));
    return new Figures(loaded, workers, median, loaded / median);
  }
}
