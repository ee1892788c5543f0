package avts.distill.run;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.eval.answer.Answers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row in one unit: a file of the run.
 *
 * @param row name of the row
 * @param noise level of the noise
 * @param fold the fold, from 1
 * @param seed the seed
 * @param takes names of the test takes
 * @param truth their classes
 * @param told the class told for each; empty where trials are asked
 * @param trials scores of the fold's trials; null where classes are told
 * @param parameters trained values of the network that answered
 */
record Cell(
    String row,
    double noise,
    int fold,
    long seed,
    List<String> takes,
    List<String> truth,
    List<String> told,
    @Nullable TrialScores trials,
    int parameters) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Checks that the lists agree. */
  Cell {
    takes = List.copyOf(takes);
    truth = List.copyOf(truth);
    told = List.copyOf(told);
  }

  /** Returns what was told. */
  Answers answers() {
    return new Answers(seed, takes, truth, told);
  }

  /** Returns the file of a cell within a run. */
  static Path file(Path run, Unit unit, String row) {
    return run.resolve("cells").resolve(unit.name()).resolve(row + ".json");
  }

  /** Writes the cell, complete or not at all. */
  void write(Path run) throws IOException {
    Path file = file(run, new Unit(noise, fold, seed), row);
    Files.createDirectories(file.getParent());
    AtomicFiles.replace(file, MAPPER.writeValueAsString(this) + "\n");
  }

  /**
   * Reads a cell.
   *
   * @throws IOException if the file is missing or broken; the message names it
   */
  static Cell read(Path file) throws IOException {
    try {
      return MAPPER.readValue(Files.readString(file), Cell.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no cell of a run: delete it, and it will be made again", e);
    }
  }
}
