package avts.bench.training;

import avts.bench.step.PeerOptions;
import avts.datasets.io.AtomicFiles;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training that a process of its own makes.
 *
 * @param config file of the experiment
 * @param overrides assignments of single keys
 * @param data what it trains on
 * @param run folder that it leaves
 * @param peer how libtorch runs the network; null for our engine
 */
record TrainingJob(
    String config, List<String> overrides, String data, String run, @Nullable PeerOptions peer) {

  /** Copies the list. */
  TrainingJob {
    overrides = List.copyOf(overrides);
  }

  /** Returns the experiment; the error of a wrong key names it. */
  ResolvedConfig<PretrainConfig> resolved() {
    return ConfigReader.read(Path.of(config), overrides, PretrainConfig.class);
  }

  Optional<PeerOptions> libtorch() {
    return Optional.ofNullable(peer);
  }

  void write(Path file) throws IOException {
    AtomicFiles.replace(file, new JsonMapper().writeValueAsString(this));
  }

  static TrainingJob read(Path file) throws IOException {
    return new JsonMapper().readValue(file.toFile(), TrainingJob.class);
  }
}
