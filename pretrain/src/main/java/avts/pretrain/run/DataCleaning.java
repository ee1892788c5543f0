package avts.pretrain.run;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.media.MediaException;
import avts.pretrain.eval.TextTable;
import avts.pretrain.eval.metric.Quantiles;
import avts.pretrain.sync.SyncReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the files of a set by how well sound and pictures go together, and tells apart those that
 * spoil training: sound with a constant offset, and sound of something else.
 *
 * <p>The model should not have been trained on the very files: it would find what it has learned by
 * heart.
 *
 * @param scores files in falling order of agreement
 * @param clean the usable files without those that are flagged
 */
public record DataCleaning(List<Score> scores, Manifest clean) {
  /** An offset that viewers do not notice need not be mended. */
  private static final double LEAST_OFFSET_MILLIS = 45;

  /** From this belief on the sound is taken for that of something else. */
  private static final double UNRELATED = 0.9;

  /** Speech and events come with pauses; music under a film hardly changes its level. */
  private static final double STEADY_DB = 6;

  /** Copies the list. */
  public DataCleaning {
    scores = List.copyOf(scores);
  }

  /** What is wrong with a file. */
  public enum Flag {
    /** Nothing that could be told. */
    NONE,
    /** Its sound is surely too late or too early. */
    CONSTANT_OFFSET,
    /** Its sound fits at no offset and rises and falls: probably dubbed. */
    PROBABLY_DUBBED,
    /** Its sound fits at no offset and hardly changes its level: probably music over footage. */
    PROBABLY_MUSIC;

    /** Returns the name in files and tables. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One file.
   *
   * @param path its name in the manifest
   * @param agreement mean log-odds of a window at the most likely offset
   * @param offsetMs its offset; null where it cannot be told
   * @param confidence calibrated probability that the offset is right to 40 ms
   * @param unrelated how likely its sound fits at no offset
   * @param flag what is wrong with it
   */
  public record Score(
      String path,
      double agreement,
      @Nullable Double offsetMs,
      double confidence,
      double unrelated,
      String flag) {}

  /**
   * Measures the usable files of {@code manifest}.
   *
   * @throws MediaException if a file cannot be decoded any more; the message names it
   * @throws InterruptedException if the thread was interrupted
   */
  public static DataCleaning of(ModelMeter meter, Manifest manifest)
      throws MediaException, InterruptedException {
    List<Integer> usable = manifest.usable();
    List<SyncReading> readings = meter.read(manifest, usable);
    List<Score> scores = new ArrayList<>();
    List<ManifestEntry> kept = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      ManifestEntry entry = manifest.entries().get(usable.get(i));
      SyncReading reading = readings.get(i);
      Flag flag = flag(entry, reading);
      scores.add(
          new Score(
              entry.name(),
              reading.agreement(),
              reading.offsetMillis(),
              reading.confidence(),
              reading.unrelated(),
              flag.key()));
      if (flag == Flag.NONE) {
        kept.add(entry);
      }
    }
    scores.sort(Comparator.comparingDouble(Score::agreement).reversed());
    return new DataCleaning(scores, new Manifest(manifest.folder(), kept));
  }

  private static Flag flag(ManifestEntry entry, SyncReading reading) {
    Double offset = reading.offsetMillis();
    if (offset != null) {
      boolean late = Math.abs(offset) > LEAST_OFFSET_MILLIS;
      return late && reading.confidence() >= SyncReading.SURE ? Flag.CONSTANT_OFFSET : Flag.NONE;
    }
    if (reading.unrelated() < UNRELATED) {
      return Flag.NONE;
    }
    return steady(entry) ? Flag.PROBABLY_MUSIC : Flag.PROBABLY_DUBBED;
  }

  private static boolean steady(ManifestEntry entry) {
    ManifestEntry.Content content = entry.content();
    if (content == null || content.soundDb().isEmpty()) {
      return false;
    }
    double[] levels = content.soundDb().stream().mapToDouble(Float::doubleValue).sorted().toArray();
    return Quantiles.of(levels, 0.9) - Quantiles.of(levels, 0.1) < STEADY_DB;
  }

  /**
   * Writes the ranking and the cleaned manifest beside {@code manifestFile}.
   *
   * @return the cleaned manifest
   */
  public Path write(Path manifestFile) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Score score : scores) {
      lines.append(ManifestJson.mapper().writeValueAsString(score)).append('\n');
    }
    AtomicFiles.replace(sibling(manifestFile, ".scores.jsonl"), lines.toString());
    Path cleaned = sibling(manifestFile, ".clean.jsonl");
    clean.write(cleaned);
    return cleaned;
  }

  private static Path sibling(Path manifestFile, String suffix) {
    String name = String.valueOf(manifestFile.getFileName());
    int dot = name.lastIndexOf('.');
    return manifestFile.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + suffix);
  }

  /** Returns how many files have each flag, as a table for people. */
  public TextTable table() {
    TextTable table = new TextTable(List.of("sound and pictures", "files", "median agreement"));
    for (Flag flag : Flag.values()) {
      double[] agreements =
          scores.stream()
              .filter(score -> score.flag.equals(flag.key()))
              .mapToDouble(Score::agreement)
              .sorted()
              .toArray();
      if (agreements.length > 0) {
        table.add(
            List.of(
                flag == Flag.NONE ? "kept" : flag.key().replace('_', ' '),
                Integer.toString(agreements.length),
                TextTable.fixed(Quantiles.of(agreements, 0.5), 2)));
      }
    }
    return table;
  }
}
