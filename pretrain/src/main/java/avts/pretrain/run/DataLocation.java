package avts.pretrain.run;

import avts.datasets.index.IndexConfig;
import avts.datasets.index.Indexer;
import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.progress.Progress;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a run's manifest lies: {@code data.json} of the run.
 *
 * @param manifest the manifest, an absolute path
 * @param contentHash hash of its content
 */
public record DataLocation(String manifest, String contentHash) {
  private static final String NAME = "data.json";
  private static final String MANIFEST = "manifest.jsonl";

  /**
   * Finds or makes the manifest of what a user typed: a manifest, a folder that holds one (such as
   * a prepared store), or a folder, list or shard of videos, which is indexed into {@code run}.
   *
   * @return the manifest's file
   * @throws IOException if there is nothing, or the manifest cannot be written
   * @throws InterruptedException if indexing was interrupted
   */
  public static Path manifestOf(Path data, Path run, Progress.Mode progress)
      throws IOException, InterruptedException {
    if (Files.isRegularFile(data) && data.toString().endsWith(".jsonl")) {
      return data;
    }
    Path inside = data.resolve(MANIFEST);
    if (Files.isRegularFile(inside)) {
      return inside;
    }
    Files.createDirectories(run);
    Path made = run.resolve(MANIFEST);
    new Indexer(IndexConfig.standard(), progress).index(List.of(data), made);
    return made;
  }

  /** Notes in {@code run} which manifest it uses. */
  public static void write(Path run, Path manifestFile, Manifest manifest) throws IOException {
    DataLocation location =
        new DataLocation(
            manifestFile.toAbsolutePath().normalize().toString(), manifest.contentHash());
    Files.createDirectories(run);
    AtomicFiles.replace(
        run.resolve(NAME), ManifestJson.mapper().writeValueAsString(location) + "\n");
  }

  /**
   * Reads where the manifest of {@code run} lies.
   *
   * @throws IOException if {@code run} does not tell
   */
  public static DataLocation of(Path run) throws IOException {
    Path file = run.resolve(NAME);
    if (!Files.exists(file)) {
      throw new IOException(
          run
              + " has no "
              + NAME
              + ", so nothing was trained in it: where its weights were imported, begin another run"
              + " with them by init.from");
    }
    try {
      return ManifestJson.mapper().readValue(Files.readString(file), DataLocation.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is broken: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads the manifest that {@code run} was trained on.
   *
   * @throws IOException if it is gone or was changed since
   */
  public static Manifest manifestOf(Path run) throws IOException {
    DataLocation location = of(run);
    Manifest manifest = Manifest.read(Path.of(location.manifest()));
    if (!manifest.contentHash().equals(location.contentHash())) {
      throw new DataRefusedException(
          location.manifest()
              + " has changed since "
              + run
              + " was begun: bring the old one back, or begin another run");
    }
    return manifest;
  }
}
