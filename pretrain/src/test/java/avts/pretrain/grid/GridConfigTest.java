package avts.pretrain.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GridConfigTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("avts.projectdir", "..")).resolve("configs");
  private static final GridConfig.Row ROW =
      new GridConfig.Row("Easy - then hard", List.of("a.b=1"), List.of("c=2", "c=3"));

  static List<Path> grids() throws IOException {
    try (Stream<Path> files = Files.list(CONFIGS)) {
      return files
          .filter(
              file ->
                  file.toString().endsWith("-grid.yaml") && !file.endsWith("avletters-grid.yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("grids")
  void everyCellOfEveryTableIsAWholeExperimentOfItsOwn(Path file) {
    GridConfig grid = ConfigReader.read(file, List.of(), GridConfig.class).value();
    Path experiment = file.resolveSibling(grid.config());
    Set<String> distinct = new HashSet<>();
    int cells = 0;
    for (GridConfig.Row row : grid.rows()) {
      for (int alternative = 0; alternative < row.alternatives(); alternative++) {
        for (long seed : grid.seeds()) {
          GridCell cell = new GridCell(row, alternative, seed);
          PretrainConfig config =
              ConfigReader.read(experiment, cell.overrides(), PretrainConfig.class).value();
          assertEquals(seed, config.seed());
          distinct.add(config.toString());
          cells++;
        }
      }
    }
    assertTrue(distinct.size() >= cells - 2 * grid.seeds().size(), "rows that are the same");
  }

  @Test
  void overridesComeInTheOrderInWhichTheyApply() {
    GridCell cell = new GridCell(ROW, 1, 7);
    assertEquals(List.of("a.b=1", "c=3", "seed=7"), cell.overrides());
    assertEquals(Path.of("grid/easy-then-hard/choice-1-seed-7"), cell.folder(Path.of("grid")));
    GridConfig common = new GridConfig("x", List.of(1L), List.of(ROW)).with(List.of("a.b=0"));
    assertEquals(
        List.of("a.b=0", "a.b=1", "c=2", "seed=1"),
        new GridCell(common.rows().get(0), 0, 1).overrides());
  }

  @Test
  void trainingsAreAllAlternativesOnceAndTheOtherSeeds() {
    GridConfig.Row plain = new GridConfig.Row("plain", List.of(), List.of());
    assertEquals(
        (2 + 2) + (1 + 2),
        new GridConfig("x", List.of(1L, 2L, 3L), List.of(ROW, plain)).trainings());
  }

  @Test
  void theBestValidationScoreIsChosenAndFailuresNever() {
    assertEquals(1, Choice.of(ROW, List.of(0.6, 0.7)).alternative());
    assertEquals(0, Choice.of(ROW, List.of(0.6, 0.6)).alternative());
    assertEquals("c=3", Choice.of(ROW, List.of(Double.NaN, 0.4)).name());
    assertEquals(0, Choice.of(ROW, List.of(0.4, Double.NaN)).alternative());
    assertFalse(Choice.of(ROW, List.of(Double.NaN, Double.NaN)).found());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../escape", "a/b", "-dash", "tab\there"})
  void namesThatCannotBeFoldersAreRefused(String name) {
    assertThrows(
        IllegalArgumentException.class, () -> new GridConfig.Row(name, List.of(), List.of()));
  }

  @Test
  void doublesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new GridConfig("x", List.of(1L, 1L), List.of(ROW)));
    assertThrows(
        IllegalArgumentException.class, () -> new GridConfig("x", List.of(1L), List.of(ROW, ROW)));
    GridConfig.Row sameFolder = new GridConfig.Row("easy THEN-hard", List.of(), List.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> new GridConfig("x", List.of(1L), List.of(ROW, sameFolder)));
    assertThrows(
        IllegalArgumentException.class, () -> new GridConfig("x", List.of(), List.of(ROW)));
  }
}
