package avts.pretrain.grid;

import avts.datasets.io.AtomicFiles;
import avts.datasets.manifest.ManifestJson;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.RunDirectory;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.eval.ScoredPairsFile;
import avts.pretrain.eval.SeedSpread;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains and measures the cells of a grid by the commands that a user would type, and finds again
 * what an earlier process has done.
 *
 * @param config file of the experiment that all rows begin with
 * @param manifest files to train and measure on
 * @param grid folder of the grid
 * @param commands runs the commands
 */
record CellRunner(Path config, Path manifest, Path grid, ChildCommand commands) {
  private static final String TRAINED = "trained.json";
  private static final String FIGURES = "sync.json";
  private static final String SCORES = "scores.jsonl";

  /**
   * What a training came to.
   *
   * @param validationScore score of the best checkpoint on the validation files
   */
  record Trained(double validationScore) {}

  /** A command failed; its output tells why. */
  static final class CellException extends IOException {
    private static final long serialVersionUID = 1L;

    CellException(String message) {
      super(message);
    }
  }

  /** Returns the experiment of {@code cell}, every key checked. */
  ResolvedConfig<PretrainConfig> experiment(GridCell cell) {
    return ConfigReader.read(config, cell.overrides(), PretrainConfig.class);
  }

  /**
   * Checks every key of the cell's configuration, and that a run which is there was made with it.
   *
   * @throws IOException if another configuration was used
   */
  void check(GridCell cell) throws IOException {
    String wanted = experiment(cell).yaml();
    Path there = cell.folder(grid).resolve(RunDirectory.CONFIG);
    if (Files.exists(there) && !Files.readString(there).equals(wanted)) {
      throw new IOException(
          cell.folder(grid)
              + " was trained with other settings than "
              + cell
              + " has now: delete it, or name another folder for the grid");
    }
  }

  /**
   * Trains the cell, where that is not done yet.
   *
   * @throws CellException if training failed
   */
  Trained train(GridCell cell) throws IOException, InterruptedException {
    Path run = cell.folder(grid);
    Path done = run.resolve(TRAINED);
    if (!Files.exists(done)) {
      List<String> command = new ArrayList<>(List.of("pretrain", "--config", config.toString()));
      cell.overrides().forEach(override -> command.add("--set=" + override));
      command.addAll(List.of("--out", run.toString()));
      if (Files.exists(run.resolve(RunDirectory.CONFIG))) {
        command.add("--resume");
      } else {
        command.addAll(List.of("--data", manifest.toString()));
      }
      execute(cell, command);
      JsonNode best = CheckpointStore.readState(CheckpointStore.locate(run)).path("best");
      Trained trained = new Trained(best.path("score").asDouble());
      AtomicFiles.replace(done, ManifestJson.mapper().writeValueAsString(trained) + "\n");
    }
    return ManifestJson.mapper().readValue(Files.readString(done), Trained.class);
  }

  /**
   * Trains and measures the cell, where that is not done yet.
   *
   * @throws CellException if training or measuring failed
   */
  SeedSpread.Run measure(GridCell cell) throws IOException, InterruptedException {
    train(cell);
    Path run = cell.folder(grid);
    Path figures = run.resolve(FIGURES);
    Path scores = run.resolve(SCORES);
    if (!Files.exists(figures)) {
      execute(
          cell,
          List.of(
              "eval",
              "sync",
              "--model",
              run.toString(),
              "--scores",
              scores.toString(),
              "--json",
              figures.toString()));
    }
    JsonNode result = ManifestJson.mapper().readTree(Files.readString(figures));
    result = result.path("figures").path("result");
    Map<String, Double> twoWay = new LinkedHashMap<>();
    for (JsonNode choice : result.path("two_way")) {
      twoWay.put(choice.path("shift").asText(), choice.path("right").path("value").asDouble());
    }
    return new SeedSpread.Run(
        result.path("sync").path("threshold").asDouble(), ScoredPairsFile.read(scores), twoWay);
  }

  private void execute(GridCell cell, List<String> command)
      throws IOException, InterruptedException {
    Path output = cell.folder(grid).resolveSibling(cell.folder(grid).getFileName() + ".log");
    int code = commands.run(command, output);
    if (code != 0) {
      throw new CellException(
          cell + ": avts " + command.get(0) + " ended with exit code " + code + ", see " + output);
    }
  }
}
