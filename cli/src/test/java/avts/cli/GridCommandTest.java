package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small table, trained in real processes. */
final class GridCommandTest {

  @TempDir Path folder;

  private Commands avts = new Commands(Path.of(""));

  @BeforeEach
  void makeVideos() throws IOException {
    avts = new Commands(folder);
    avts.makeVideos();
    avts.succeed("index", avts.path("videos"), "--out", avts.path("m.jsonl"));
    writeGrid("optimizer.learning_rate=1e-30");
  }

  /** The second alternative leaves the numbers at once, and its training fails. */
  private void writeGrid(String first) throws IOException {
    Files.writeString(
        folder.resolve("grid.yaml"),
        """
        config: %s
        seeds: [1]
        rows:
          - name: "a"
            set: ["training.epochs=2", "schedule.warmup_epochs=0", "curriculum.stages.0.epochs=1"]
            choose: ["optimizer.learning_rate=1e30", "%s"]
        """
            .formatted(Commands.CONFIGS.resolve("curriculum.yaml"), first));
  }

  private int grid(String... more) {
    List<String> arguments = new ArrayList<>(List.of("grid", "--config", avts.path("grid.yaml")));
    arguments.addAll(List.of("--data", avts.path("m.jsonl"), "--out", avts.path("g")));
    Commands.TINY.forEach(arguments::add);
    arguments.addAll(List.of(more));
    return avts.run(arguments.toArray(new String[0]));
  }

  @Test
  void choosesOnValidationGoesOnWhereItEndedAndNamesWhatFailed() throws IOException {
    assertEquals(1, grid(), avts::complained);
    Path log = folder.resolve("g/a/choice-0-seed-1.log");
    assertTrue(avts.printed().contains("see " + log), avts::printed);
    Path figures = folder.resolve("g/grid.json");
    String first = Files.readString(figures);
    JsonNode json = JsonMapper.builder().build().readTree(first).path("figures");
    JsonNode row = json.path("rows").path(0);
    assertEquals("optimizer.learning_rate=1e-30", row.path("choice").path("name").asText());
    assertEquals(1, json.path("failures").size());
    assertEquals(2, json.path("trainings").asInt());
    // The figures are those that eval sync prints for the run.
    JsonNode sync =
        JsonMapper.builder()
            .build()
            .readTree(folder.resolve("g/a/choice-1-seed-1/sync.json").toFile())
            .path("figures")
            .path("result")
            .path("sync")
            .path("rows")
            .path("hard");
    assertEquals(
        sync.path("accuracy").path("value").asDouble(),
        row.path("spread").path("rows").path("hard").path("accuracy").path("mean").asDouble(),
        1e-12);

    FileTime trained =
        Files.getLastModifiedTime(folder.resolve("g/a/choice-1-seed-1/trained.json"));
    assertEquals(1, grid(), avts::complained);
    assertEquals(
        trained, Files.getLastModifiedTime(folder.resolve("g/a/choice-1-seed-1/trained.json")));
    assertEquals(first, Files.readString(figures));

    writeGrid("optimizer.learning_rate=1e-29");
    assertEquals(1, grid());
    assertTrue(avts.complained().contains("was trained with other settings"), avts::complained);
  }

  @Test
  void aMistakeInARowIsFoundBeforeAnythingIsTrained() {
    assertEquals(2, grid("--set=clip.sise=16"));
    assertTrue(avts.complained().contains("clip.sise"), avts::complained);
    assertFalse(Files.exists(folder.resolve("g/a")));
  }
}
