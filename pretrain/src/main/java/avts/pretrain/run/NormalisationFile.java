package avts.pretrain.run;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.datasets.signal.FeatureNormalisation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code normalisation.json} of a run: mean and spread of each filter of the training windows. */
public final class NormalisationFile {
  static final String NAME = "normalisation.json";

  private NormalisationFile() {}

  private record Content(List<Float> mean, List<Float> std) {}

  static boolean exists(Path run) {
    return Files.exists(run.resolve(NAME));
  }

  static void delete(Path run) throws IOException {
    Files.deleteIfExists(run.resolve(NAME));
  }

  /** Writes the file of {@code run}, replacing what was there. */
  public static void write(Path run, FeatureNormalisation normalisation) throws IOException {
    Content content =
        new Content(Floats.asList(normalisation.mean()), Floats.asList(normalisation.std()));
    AtomicFiles.replace(
        run.resolve(NAME), ManifestJson.mapper().writeValueAsString(content) + "\n");
  }

  static FeatureNormalisation read(Path run) throws IOException {
    Path file = run.resolve(NAME);
    try {
      Content content = ManifestJson.mapper().readValue(Files.readString(file), Content.class);
      return new FeatureNormalisation(
          Floats.toArray(content.mean()), Floats.toArray(content.std()));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is broken: " + e.getOriginalMessage(), e);
    }
  }
}
