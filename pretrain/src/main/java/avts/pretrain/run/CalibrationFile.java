package avts.pretrain.run;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.pretrain.sync.MeterCalibration;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code meter.json} of a run: what the scores of one of its checkpoints mean to the sync meter.
 */
final class CalibrationFile {
  private static final String NAME = "meter.json";

  private CalibrationFile() {}

  private record Content(String model, MeterCalibration calibration) {}

  /**
   * Returns the calibration of {@code model}, empty where there is none or it belongs to another
   * checkpoint.
   *
   * @throws IOException if the file is broken
   */
  static Optional<MeterCalibration> read(TrainedModel model) throws IOException {
    Path file = model.run().resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Content content = ManifestJson.mapper().readValue(Files.readString(file), Content.class);
      return content.model.equals(model.id()) ? Optional.of(content.calibration) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is broken: " + e.getOriginalMessage() + "; delete it to calibrate anew", e);
    }
  }

  static void write(TrainedModel model, MeterCalibration calibration) throws IOException {
    AtomicFiles.replace(
        model.run().resolve(NAME),
        ManifestJson.mapper().writeValueAsString(new Content(model.id(), calibration)) + "\n");
  }
}
