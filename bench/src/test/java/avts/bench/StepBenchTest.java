package avts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class StepBenchTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void configsAreInTheCheckout() {
    System.setProperty("avts.home", System.getProperty("avts.projectdir"));
  }

  private int run(String... arguments) {
    return new CommandLine(new StepBench())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void trainsTheQuickstartAlone() throws IOException {
    Path json = folder.resolve("figures.json");

    int code =
        run(
            "--network=quickstart",
            "--peers=none",
            "--batch=2",
            "--blocks=1",
            "--steps=2",
            "--check-loss=25",
            "--json=" + json);

    assertEquals(0, code, err::toString);
    assertTrue(out.toString().contains("quickstart, training step, batch 2"), out::toString);
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).get("figures");
    JsonNode engine = figures.get("networks").get(0).get("engines").get(0);
    assertEquals(2, engine.get("times").size());
    assertEquals(25, engine.get("losses").size());
    double first = engine.get("losses").get(0).asDouble();
    double last = engine.get("losses").get(24).asDouble();
    assertTrue(last < 0.7 * first, () -> "the loss went from " + first + " to " + last);
  }

  @Tag("slow")
  @Test
  void profilesTheQuickstart() throws IOException {
    Path trace = folder.resolve("trace.json");

    int code = run("--network=quickstart", "--batch=2", "--trace=" + trace);

    assertEquals(0, code, err::toString);
    assertTrue(out.toString().contains("forward and backward"), out::toString);
    assertTrue(out.toString().contains("audio.conv5"), out::toString);
    JsonNode events = new ObjectMapper().readTree(trace.toFile()).get("traceEvents");
    assertTrue(events.size() > 1000, () -> events.size() + " events");
  }

  @Test
  void unknownNamesAreRefused() {
    assertEquals(2, run("--network=resnet", "--peers=none"));
    assertTrue(err.toString().contains("there is no network \"resnet\""), err::toString);
    assertEquals(2, run("--peers=caffe"));
    assertTrue(err.toString().contains("there is no peer \"caffe\""), err::toString);
    assertEquals(2, run("--batch=1", "--peers=none"));
    assertTrue(err.toString().contains("at least 2 clips, got 1"), err::toString);
    assertEquals(2, run("--engine=warp"));
    assertTrue(err.toString().contains("there is no engine \"warp\""), err::toString);
  }
}
