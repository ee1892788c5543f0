package avts.datasets.index;

import avts.datasets.index.WorkerProcess.Reply;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaSource;
import avts.datasets.progress.Progress;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which files can be learned from.
 *
 * <p>Every file is first touched in a child process. Measurements are kept in a journal beside the
 * manifest ({@code .NAME.journal}), so an index that was stopped, or is run again after files were
 * added, measures only what it does not know.
 */
public final class Indexer {
  private static final int GROUP_DIGITS = 16;

  private final IndexConfig config;
  private final List<String> workerCommand;
  private final Progress.Mode progressMode;

  /** Creates an indexer that shows its progress in {@code progressMode}. */
  public Indexer(IndexConfig config, Progress.Mode progressMode) {
    this(config, progressMode, WorkerProcess.command(ProbeWorker.class));
  }

  /** Creates an indexer whose workers are started by {@code workerCommand}. */
  Indexer(IndexConfig config, Progress.Mode progressMode, List<String> workerCommand) {
    this.config = config;
    this.progressMode = progressMode;
    this.workerCommand = List.copyOf(workerCommand);
  }

  /**
   * Looks at all media files in {@code inputs} (files, folders, {@code .txt} lists, {@code .tar}
   * shards) and writes {@code manifestFile}.
   *
   * @throws NoVideosException if there are no media files
   * @throws IOException if an input does not exist or results cannot be written; files that cannot
   *     be read are no error but entries with a verdict
   */
  public IndexOutcome index(List<Path> inputs, Path manifestFile)
      throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    List<InputItem> items = InputFiles.find(inputs);
    Path target = manifestFile.toAbsolutePath().normalize();
    Path folder = target.resolveSibling("").normalize();
    Files.createDirectories(folder);
    ProbeResult[] results = new ProbeResult[items.size()];
    int remembered;
    try (ProbeJournal journal =
        ProbeJournal.open(folder.resolve("." + target.getFileName() + ".journal"))) {
      remembered = recall(items, results, journal);
      measure(items, results, journal);
    }
    List<IndexOutcome.Shared> shared = new ArrayList<>();
    Manifest manifest = new Manifest(folder, judge(items, results, folder, shared));
    manifest.write(target);
    return new IndexOutcome(
        manifest,
        shared,
        items.size() - remembered,
        remembered,
        (System.nanoTime() - startNanos) * 1e-9);
  }

  /**
   * Returns a thumbnail of each given entry as a data URI; empty where no picture can be decoded.
   */
  Map<Integer, String> thumbnails(Manifest manifest, List<Integer> entries)
      throws IOException, InterruptedException {
    JsonMapper mapper = ManifestJson.mapper();
    List<String> questions = new ArrayList<>();
    for (int index : entries) {
      questions.add(
          mapper.writeValueAsString(ProbeRequest.of(manifest.source(index), config, true)));
    }
    Map<Integer, String> thumbnails = new HashMap<>();
    pool()
        .ask(
            questions,
            (question, reply) -> {
              String uri =
                  reply.ending() == WorkerProcess.Ending.ANSWERED
                      ? mapper.readValue(reply.text(), String.class)
                      : "";
              synchronized (thumbnails) {
                thumbnails.put(entries.get(question), uri);
              }
            });
    return thumbnails;
  }

  private ProbePool pool() {
    int workers =
        config.workers() > 0 ? config.workers() : Runtime.getRuntime().availableProcessors();
    return new ProbePool(workerCommand, workers, Duration.ofMillis(config.timeLimitMillis()));
  }

  /** Fills in what needs no measuring; returns how many files that were. */
  private int recall(List<InputItem> items, @Nullable ProbeResult[] results, ProbeJournal journal) {
    int remembered = 0;
    for (int i = 0; i < results.length; i++) {
      InputItem item = items.get(i);
      if (!item.problem().isEmpty()) {
        results[i] =
            new ProbeResult(
                "", Math.max(0, item.bytes()), Verdict.UNDECODABLE, item.problem(), null, null);
      } else {
        results[i] = journal.find(ProbeJournal.Key.of(item, config));
        remembered += results[i] == null ? 0 : 1;
      }
    }
    return remembered;
  }

  private void measure(List<InputItem> items, @Nullable ProbeResult[] results, ProbeJournal journal)
      throws IOException, InterruptedException {
    JsonMapper mapper = ManifestJson.mapper();
    List<Integer> unknown = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        unknown.add(i);
        questions.add(
            mapper.writeValueAsString(ProbeRequest.of(items.get(i).source(), config, false)));
      }
    }
    AtomicInteger refused = new AtomicInteger();
    try (Progress progress = Progress.start("index", "files", unknown.size(), progressMode)) {
      pool()
          .ask(
              questions,
              (question, reply) -> {
                int index = unknown.get(question);
                InputItem item = items.get(index);
                ProbeResult result = result(item.source(), reply, mapper);
                if (reply.ending() == WorkerProcess.Ending.ANSWERED) {
                  // Else another attempt may do better: the machine may have been busy.
                  journal.add(ProbeJournal.Key.of(item, config), result);
                }
                synchronized (results) {
                  results[index] = result;
                }
                if (Examination.of(result, config).verdict() != Verdict.USABLE) {
                  progress.note(refused.incrementAndGet() + " refused");
                }
                progress.step();
              });
    }
  }

  private static ProbeResult result(MediaSource source, Reply reply, JsonMapper mapper)
      throws IOException {
    if (reply.ending() == WorkerProcess.Ending.ANSWERED) {
      return mapper.readValue(reply.text(), ProbeResult.class);
    }
    FileProbe.Content content = FileProbe.hash(source, () -> {});
    String what =
        reply.ending() == WorkerProcess.Ending.DIED ? "took the decoder down: " : "took too long: ";
    return new ProbeResult(
        content.sha256(), content.bytes(), Verdict.UNDECODABLE, what + reply.text(), null, null);
  }

  /** Turns results into entries; {@code shared} receives the pairs with common sound. */
  private List<ManifestEntry> judge(
      List<InputItem> items, ProbeResult[] results, Path folder, List<IndexOutcome.Shared> shared) {
    int files = items.size();
    Examination[] examinations = new Examination[files];
    Map<String, Integer> firstWith = new HashMap<>();
    List<AudioFingerprint> fingerprints = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      Examination examination = Examination.of(results[i], config);
      Measures measures = results[i].measures();
      boolean usable = examination.verdict() == Verdict.USABLE && measures != null;
      Integer twin = usable ? firstWith.putIfAbsent(results[i].sha256(), i) : null;
      if (twin != null) {
        examination =
            new Examination(
                Verdict.DUPLICATE, "the same bytes as " + name(items.get(twin), folder));
      }
      examinations[i] = examination;
      fingerprints.add(
          measures != null && usable && twin == null
              ? AudioFingerprint.decode(measures.fingerprint())
              : AudioFingerprint.NONE);
    }
    List<SharedSound> pairs = FingerprintMatcher.match(fingerprints, config.minSharedMillis());
    for (SharedSound pair : pairs) {
      shared.add(
          new IndexOutcome.Shared(pair.first(), pair.second(), pair.millis(), pair.errorRate()));
    }
    String[] groups = groups(items, results, FingerprintMatcher.connect(files, pairs));
    List<ManifestEntry> entries = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      entries.add(entry(items.get(i), results[i], examinations[i], groups[i], folder));
    }
    return entries;
  }

  /** A group is named after the smallest content hash in it; the same bytes have the same name. */
  private static String[] groups(List<InputItem> items, ProbeResult[] results, int[] connected) {
    String[] hashes = new String[connected.length];
    for (int i = 0; i < connected.length; i++) {
      hashes[i] =
          results[i].sha256().isEmpty()
              ? Hashing.sha256().hashUnencodedChars(items.get(i).file().toString()).toString()
              : results[i].sha256();
    }
    String[] smallest = hashes.clone();
    for (int i = 0; i < connected.length; i++) {
      int root = connected[i];
      smallest[root] = hashes[i].compareTo(smallest[root]) < 0 ? hashes[i] : smallest[root];
    }
    Map<String, String> byHash = new HashMap<>();
    String[] groups = new String[connected.length];
    for (int i = 0; i < connected.length; i++) {
      String group = smallest[connected[i]].substring(0, GROUP_DIGITS);
      groups[i] = byHash.computeIfAbsent(hashes[i], hash -> group);
    }
    return groups;
  }

  private static ManifestEntry entry(
      InputItem item, ProbeResult result, Examination examination, String group, Path folder) {
    Measures measures = result.measures();
    return new ManifestEntry(
        relative(item.file(), folder),
        item.member(),
        item.offset(),
        item.member() == null ? result.bytes() : Math.max(0, item.bytes()),
        result.sha256(),
        examination.verdict(),
        examination.reason(),
        group,
        result.info(),
        measures == null ? null : measures.content(),
        null);
  }

  private static String name(InputItem item, Path folder) {
    String path = relative(item.file(), folder);
    return item.member() == null ? path : path + "!" + item.member();
  }

  private static String relative(Path file, Path folder) {
    Path path = file.startsWith(folder) ? folder.relativize(file) : file;
    return path.toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}
