package avts.bench.step;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How records go from process to process. */
final class WorkerJson {

  /** Writes and reads them, with names as in Python. */
  static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private WorkerJson() {}
}
