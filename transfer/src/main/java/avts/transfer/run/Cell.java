package avts.transfer.run;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.io.AtomicFiles;
import avts.pretrain.eval.answer.Answers;
import avts.transfer.tdl.MappingQuality;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row under one fold and seed: a file of the run.
 *
 * @param row name of the row
 * @param fold the fold, from 1
 * @param seed the seed
 * @param takes names of the test takes
 * @param truth their labels
 * @param told the label told for each
 * @param probability what the row gave for the true label of each
 * @param mapping how well the sound of the test takes was mapped; null where nothing was
 */
record Cell(
    String row,
    int fold,
    long seed,
    List<String> takes,
    List<String> truth,
    List<String> told,
    List<Double> probability,
    @Nullable MappingQuality mapping) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Checks that the lists agree. */
  Cell {
    takes = List.copyOf(takes);
    truth = List.copyOf(truth);
    told = List.copyOf(told);
    probability = List.copyOf(probability);
    checkArgument(
        takes.size() == truth.size()
            && takes.size() == told.size()
            && takes.size() == probability.size(),
        "a cell has %s takes, but %s labels and %s answers",
        takes.size(),
        truth.size(),
        told.size());
  }

  /** Returns what was told. */
  Answers answers() {
    return new Answers(seed, takes, truth, told);
  }

  /** Returns the file of a cell within a run. */
  static Path file(Path run, String row, int fold, long seed) {
    return run.resolve("cells").resolve("fold-" + fold + "-seed-" + seed).resolve(row + ".json");
  }

  /** Writes the cell, complete or not at all. */
  void write(Path run) throws IOException {
    Path file = file(run, row, fold, seed);
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
