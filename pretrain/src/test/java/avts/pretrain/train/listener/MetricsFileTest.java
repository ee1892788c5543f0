package avts.pretrain.train.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.Refusals;
import avts.pretrain.testing.ToyEpochs;
import avts.pretrain.train.SyncTask;
import avts.pretrain.train.TrainState;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  private static final String WHOLE = "{\"step\":0,\"epoch\":0,\"note\":\"grün\"}\n";

  @TempDir Path folder;

  @Test
  void readsWholeLinesInOrder() throws IOException {
    assertEquals(List.of(), read(""));
    assertEquals(List.of(), read("{\"step\":1}"), "a line without its end is none");
    List<JsonNode> lines = read("{\"step\":1}\n" + WHOLE + "{\"st");
    assertEquals(2, lines.size());
    assertEquals(1, lines.get(0).get("step").asLong());
    assertEquals("grün", lines.get(1).get("note").asText());
  }

  @Test
  void namesTheBrokenLine() {
    Refusals.assertRefused(
        IOException.class, "metrics.jsonl:2: Unexpected", () -> read(WHOLE + "{1\n" + WHOLE));
    Refusals.assertRefused(
        IOException.class, "metrics.jsonl:1: a line of metrics needs a step", () -> read("{}\n"));
    Refusals.assertRefused(IOException.class, "metrics.jsonl:2: a line", () -> read(WHOLE + "7\n"));
  }

  @Test
  void goesOnBehindTheLastLineOfTheState() throws IOException {
    assertEquals("", kept(""));
    assertEquals(WHOLE, kept(WHOLE));
    assertEquals(WHOLE + WHOLE, kept(WHOLE + WHOLE + "{\"step\":1,\"epoch\":0}\n" + WHOLE));
    assertEquals(WHOLE, kept(WHOLE + "{\"step\":0,\"epoch\":1}\n"));
    assertEquals(WHOLE, kept(WHOLE + "{\"step\":0,\"ep"));
    assertEquals(WHOLE, kept(WHOLE + "{\"step\":0,\"ep\n" + WHOLE));
    assertEquals(WHOLE, kept(WHOLE + "{\"epoch\":0}\n"));
  }

  private List<JsonNode> read(String text) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    MetricsFile.read(
        Files.writeString(folder.resolve("metrics.jsonl"), text), line -> lines.add(line));
    return lines;
  }

  /** What is left of {@code text} when training goes on from step 0. */
  private String kept(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("metrics.jsonl"), text);
    try (LinearTowers engine = new LinearTowers()) {
      TrainState state =
          new TrainState(
              new SyncTask(engine, new ToyEpochs(1, 10, 4)),
              Recipes.curriculum(3, 1),
              LinearTowers.initial(1));
      try (MetricsFile metrics = MetricsFile.open(file, state)) {
        assertNotNull(metrics);
        return Files.readString(file);
      }
    }
  }
}
