package avts.distill.bundle;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.io.AtomicFiles;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.BundleOrigin;
import avts.distill.runtime.FeatureSettings;
import avts.pretrain.exchange.OnnxFile;
import avts.pretrain.graph.onnx.OnnxModel;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a bundle: {@code model.onnx}, {@code features.yaml}, {@code labels.txt} where the model
 * tells classes apart, and {@code provenance.json} with the hashes of the others.
 *
 * <p>The folder is written under another name, tried, and renamed: it is whole or absent.
 */
public final class BundleWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Content content;

  /**
   * What a bundle is made of.
   *
   * @param model the network, which takes what {@code settings} describe
   * @param settings how sound becomes the network's input
   * @param labels names of the classes in the order of the network's output, one line each; empty
   *     for a network that gives vectors
   * @param training what else is known of the network's training
   */
  public record Content(
      OnnxFile model, FeatureSettings settings, List<String> labels, Training training) {

    /** Checks the labels. */
    public Content {
      labels = List.copyOf(labels);
      boolean classes = settings.kind() == FeatureSettings.Kind.CLASSES;
      checkArgument(
          labels.size() == (classes ? settings.outputSize() : 0),
          "%s labels do not name what the network gives, %s of %s",
          labels.size(),
          settings.outputSize(),
          settings.kind());
      for (String label : labels) {
        checkArgument(
            !label.isEmpty() && label.lines().count() == 1 && label.equals(label.strip()),
            "a label must be one line without space around it, got \"%s\"",
            label);
      }
    }
  }

  /**
   * What is known of a network's training.
   *
   * @param configHash hash of the resolved configuration
   * @param manifestSha256 hash of the manifest of training files, empty where there was none
   * @param versions version of each program part in training
   */
  public record Training(String configHash, String manifestSha256, Map<String, String> versions) {

    /** Copies the map, in the order of its keys. */
    public Training {
      versions = Map.copyOf(versions);
    }
  }

  /** Tries a bundle before it gets its name. */
  @FunctionalInterface
  public interface Trial {
    /** Throws where the bundle in {@code folder} is not what it should be. */
    void of(Path folder) throws IOException;
  }

  /** What stands in {@code provenance.json}. */
  private record Provenance(
      String format,
      int version,
      String model,
      String layer,
      String weightsSha256,
      String configHash,
      String manifestSha256,
      int onnxOpset,
      SortedMap<String, String> trainedWith,
      SortedMap<String, String> files) {}

  /** Prepares writing. */
  public BundleWriter(Content content) {
    this.content = content;
  }

  /**
   * Writes the bundle.
   *
   * @param folder a new folder
   * @param trial tries the bundle under its unfinished name
   * @throws FileAlreadyExistsException if there is a file or folder of the name
   * @throws IOException if it cannot be written, or the trial fails; nothing is left then
   */
  public void write(Path folder, Trial trial) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          folder.toString(), null, "it exists: delete it first, or name another folder");
    }
    Files.createDirectories(target.resolveSibling("").normalize());
    Path unfinished = AtomicFiles.unfinished(target);
    delete(unfinished);
    try {
      Files.createDirectory(unfinished);
      for (Map.Entry<String, byte[]> file : files().entrySet()) {
        AtomicFiles.write(unfinished.resolve(file.getKey()), file.getValue());
      }
      AtomicFiles.forceFolder(unfinished);
      trial.of(unfinished);
      AtomicFiles.move(unfinished, target);
    } finally {
      delete(unfinished);
    }
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(Bundle.MODEL, content.model().content());
    files.put(FeatureSettings.FILE, content.settings().toYaml().getBytes(UTF_8));
    if (!content.labels().isEmpty()) {
      files.put("labels.txt", (String.join("\n", content.labels()) + "\n").getBytes(UTF_8));
    }
    SortedMap<String, String> hashes = new TreeMap<>();
    files.forEach((name, bytes) -> hashes.put(name, Hashing.sha256().hashBytes(bytes).toString()));
    OnnxFile.Origin origin = content.model().origin();
    Training training = content.training();
    Provenance provenance =
        new Provenance(
            BundleOrigin.FORMAT,
            BundleOrigin.VERSION,
            origin.model(),
            origin.layer(),
            origin.weightsSha256(),
            training.configHash(),
            training.manifestSha256(),
            OnnxModel.OPSET,
            new TreeMap<>(training.versions()),
            hashes);
    files.put("provenance.json", (JSON.writeValueAsString(provenance) + "\n").getBytes(UTF_8));
    return files;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.deleteIfExists(folder);
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
