package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the index found, for people (one HTML page that needs no network) and for programs (JSON).
 */
public final class DoctorReport {
  private static final int MOST_THUMBNAILS = 200;

  private final IndexOutcome outcome;
  private final Map<Integer, String> thumbnails;

  private DoctorReport(IndexOutcome outcome, Map<Integer, String> thumbnails) {
    this.outcome = outcome;
    this.thumbnails = thumbnails;
  }

  /**
   * Prepares the report. Thumbnails of the first {@value #MOST_THUMBNAILS} refused files are
   * decoded by {@code indexer}'s workers.
   */
  public static DoctorReport of(IndexOutcome outcome, Indexer indexer)
      throws IOException, InterruptedException {
    List<Integer> shown = refused(outcome.manifest()).stream().limit(MOST_THUMBNAILS).toList();
    return new DoctorReport(outcome, indexer.thumbnails(outcome.manifest(), shown));
  }

  private static List<Integer> refused(Manifest manifest) {
    List<Integer> refused = new ArrayList<>();
    for (int i = 0; i < manifest.entries().size(); i++) {
      if (manifest.entries().get(i).verdict() != Verdict.USABLE) {
        refused.add(i);
      }
    }
    return refused;
  }

  /** Writes the page. */
  public void writeHtml(Path file) throws IOException {
    Files.writeString(file, new DoctorPage(this).html(), UTF_8);
  }

  /** Writes {@link #figures} as JSON. */
  public void writeJson(Path file) throws IOException {
    Files.writeString(
        file,
        ManifestJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures()) + "\n",
        UTF_8);
  }

  /**
   * Returns the figures under stable names: counts per verdict, hours, rates, refused files with
   * reasons, pairs of files with common sound.
   */
  public Map<String, Object> figures() {
    Manifest manifest = outcome.manifest();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("files", manifest.entries().size());
    figures.put("usable", manifest.usable().size());
    figures.put("usable_seconds", usable().stream().mapToDouble(DoctorReport::seconds).sum());
    figures.put("groups", usable().stream().map(ManifestEntry::group).distinct().count());
    Map<String, Integer> verdicts = new LinkedHashMap<>();
    manifest.counts().forEach((verdict, count) -> verdicts.put(verdict.key(), count));
    figures.put("verdicts", verdicts);
    figures.put("frame_rates", frameRates());
    figures.put("sample_rates", sampleRates());
    figures.put("variable_frame_rate", count(content -> content.variableFrameRate()));
    figures.put("different_start", count(content -> content.startDifferenceMicros() != 0));
    figures.put("with_cuts", count(content -> !content.cutsMicros().isEmpty()));
    figures.put("measured", outcome.measured());
    figures.put("remembered", outcome.remembered());
    figures.put("seconds", outcome.seconds());
    figures.put(
        "refused",
        refusedEntries().values().stream()
            .map(
                entry ->
                    Map.of(
                        "name", entry.name(),
                        "verdict", entry.verdict().key(),
                        "reason", entry.reason()))
            .toList());
    figures.put("shared_sound", sharedSound());
    figures.put("manifest_hash", manifest.contentHash());
    return figures;
  }

  private List<Map<String, Object>> sharedSound() {
    return outcome.shared().stream()
        .map(
            pair ->
                Map.<String, Object>of(
                    "first", name(pair.first()),
                    "second", name(pair.second()),
                    "millis", pair.millis()))
        .toList();
  }

  private long count(Predicate<ManifestEntry.Content> what) {
    return usable().stream()
        .map(ManifestEntry::content)
        .filter(content -> content != null && what.test(content))
        .count();
  }

  IndexOutcome outcome() {
    return outcome;
  }

  String name(int index) {
    return outcome.manifest().entries().get(index).name();
  }

  List<ManifestEntry> usable() {
    List<ManifestEntry> entries = outcome.manifest().entries();
    return outcome.manifest().usable().stream().map(entries::get).toList();
  }

  /** Returns the refused entries by their index in the manifest. */
  Map<Integer, ManifestEntry> refusedEntries() {
    Map<Integer, ManifestEntry> entries = new LinkedHashMap<>();
    for (int index : refused(outcome.manifest())) {
      entries.put(index, outcome.manifest().entries().get(index));
    }
    return entries;
  }

  /** Returns a data URI, empty where there is none. */
  String thumbnail(int index) {
    return thumbnails.getOrDefault(index, "");
  }

  /** Returns how many usable files have each frame rate. */
  Map<String, Long> frameRates() {
    return usable().stream()
        .map(ManifestEntry::info)
        .map(info -> info == null ? null : info.video())
        .filter(Objects::nonNull)
        .map(MediaInfo.Video::rate)
        .sorted((a, b) -> Double.compare(a.perSecond(), b.perSecond()))
        .collect(
            Collectors.groupingBy(
                rate -> rate.toString(), LinkedHashMap::new, Collectors.counting()));
  }

  /** Returns how many usable files have each sample rate. */
  Map<Integer, Long> sampleRates() {
    return usable().stream()
        .map(ManifestEntry::info)
        .map(info -> info == null ? null : info.audio())
        .filter(Objects::nonNull)
        .collect(
            Collectors.groupingBy(
                MediaInfo.Audio::sampleRate, TreeMap::new, Collectors.counting()));
  }

  /** Returns how long picture and sound of {@code entry} go together. */
  static double seconds(ManifestEntry entry) {
    ManifestEntry.Content content = entry.content();
    return content == null ? 0 : (content.endMicros() - content.startMicros()) / 1e6;
  }
}
