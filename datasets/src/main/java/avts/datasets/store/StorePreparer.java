package avts.datasets.store;

import static com.google.common.base.Preconditions.checkNotNull;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestEntry.Content;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Re-encodes the usable files of a manifest into a store: {@code media/*.mov} with constant frame
 * rate, every picture on its own, mono sound, time 0 at the start of the usable span; {@code
 * manifest.jsonl} with their checksums; {@code journal.jsonl}, by which a run that was stopped goes
 * on where it was.
 *
 * <p>A file that cannot be decoded over its whole usable span is counted as a failure and keeps a
 * line in the manifest; a store that cannot be written ends the run.
 */
public final class StorePreparer {
  /** Name of the manifest in the store's folder. */
  public static final String MANIFEST = "manifest.jsonl";

  private static final String MEDIA = "media";

  private final StoreConfig config;

  /** Creates a preparer for stores with {@code config}. */
  public StorePreparer(StoreConfig config) {
    this.config = config;
  }

  /** What became of one file: an entry, and a reason where it failed. */
  private record Result(ManifestEntry entry, boolean kept) {}

  /**
   * Prepares every usable file of {@code manifest}, on all cores.
   *
   * @param store folder of the store, created where absent
   * @param progress is told of each file
   * @throws StoreException if another run is at work there or other settings were used before
   * @throws IOException if the store cannot be written
   */
  public StoreReport prepare(Manifest manifest, Path store, Progress progress)
      throws IOException, InterruptedException {
    Files.createDirectories(store);
    try (StoreJournal journal = StoreJournal.open(store, config)) {
      List<Integer> usable = manifest.usable();
      List<String> names = StoreNames.of(manifest, usable);
      List<Callable<Result>> tasks = new ArrayList<>();
      for (int i = 0; i < usable.size(); i++) {
        int index = usable.get(i);
        String path = MEDIA + "/" + names.get(i) + ".mov";
        tasks.add(
            () -> {
              Result result = prepareOne(manifest, index, store, path, journal);
              progress.step();
              return result;
            });
      }
      return report(manifest, usable, store, runAll(tasks));
    }
  }

  private List<Result> runAll(List<Callable<Result>> tasks)
      throws IOException, InterruptedException {
    int workers =
        config.workers() == 0 ? Runtime.getRuntime().availableProcessors() : config.workers();
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<Result>> futures = new ArrayList<>();
      tasks.forEach(task -> futures.add(pool.submit(task)));
      List<Result> results = new ArrayList<>();
      for (Future<Result> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("a file could not be prepared", e.getCause());
    } finally {
      pool.shutdownNow();
      // Threads still encoding own native memory and hold the journal.
      while (!pool.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    }
  }

  private Result prepareOne(
      Manifest manifest, int index, Path store, String path, StoreJournal journal)
      throws IOException {
    ManifestEntry source = manifest.entries().get(index);
    ManifestEntry done = journal.intact(path, source);
    if (done != null) {
      return new Result(done.madeFrom(source), true);
    }
    Content content = checkNotNull(source.content());
    StoreTimeline timeline = StoreTimeline.of(content, config.frameRate(), config.sampleRate());
    if (timeline.frames() == 0) {
      return new Result(failed(manifest, source, "the usable span holds no whole frame"), false);
    }
    try {
      Path file = store.resolve(path);
      new StoreEncoder(config, timeline).encode(manifest.source(index), file);
      ManifestEntry entry =
          new ManifestEntry(
                  path,
                  null,
                  0,
                  Files.size(file),
                  StoreJournal.sha256(file),
                  Verdict.USABLE,
                  "",
                  source.group(),
                  StoreEncoder.probe(file),
                  timeline.rebase(content),
                  null)
              .madeFrom(source);
      journal.add(source, entry);
      return new Result(entry, false);
    } catch (MediaException e) {
      return new Result(failed(manifest, source, String.valueOf(e.getMessage())), false);
    }
  }

  private static ManifestEntry failed(Manifest manifest, ManifestEntry source, String reason) {
    return new ManifestEntry(
            manifest.folder().resolve(source.path()).toString(),
            source.member(),
            source.offset(),
            source.bytes(),
            source.sha256(),
            Verdict.UNDECODABLE,
            "not prepared: " + reason,
            source.group(),
            source.info(),
            source.content(),
            null)
        .madeFrom(source);
  }

  private static StoreReport report(
      Manifest manifest, List<Integer> usable, Path store, List<Result> results)
      throws IOException {
    int kept = 0;
    List<ManifestEntry> entries = new ArrayList<>();
    List<StoreReport.Failure> failures = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      entries.add(result.entry());
      kept += result.kept() ? 1 : 0;
      if (result.entry().verdict() != Verdict.USABLE) {
        String name = manifest.entries().get(usable.get(i)).name();
        failures.add(new StoreReport.Failure(name, result.entry().reason()));
      }
    }
    Manifest prepared = new Manifest(store, entries);
    prepared.write(prepared.folder().resolve(MANIFEST));
    int encoded = entries.size() - kept - failures.size();
    return new StoreReport(prepared, encoded, kept, failures);
  }

  /**
   * Reads every usable file of a store and compares it with its checksum.
   *
   * @return the names of the files that are missing or not what they were
   */
  public static List<String> damaged(Manifest store) throws IOException {
    List<String> damaged = new ArrayList<>();
    for (int index : store.usable()) {
      ManifestEntry entry = store.entries().get(index);
      if (!StoreJournal.isIntact(store.source(index).file(), entry)) {
        damaged.add(entry.name());
      }
    }
    return damaged;
  }
}
