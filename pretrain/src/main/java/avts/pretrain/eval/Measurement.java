package avts.pretrain.eval;

import avts.datasets.io.AtomicFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The result of a measuring command, with everything needed to measure it again.
 *
 * @param command what was typed, such as {@code eval sync}
 * @param protocol name of the rules the figures were made by
 * @param seed seed of pairs and intervals
 * @param model the run and step that was measured
 * @param configHash hash of the resolved config
 * @param figures the numbers, a record
 */
public record Measurement<F extends Record>(
    String command, String protocol, long seed, String model, String configHash, F figures) {

  /** Returns the measurement as JSON in snake_case, one key a line. */
  public String json() {
    JsonMapper mapper =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    try {
      return mapper.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written as JSON: " + figures, e);
    }
  }

  /** Writes the JSON to {@code file}, which appears complete or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.replace(file, json());
  }
}
