package avts.bench.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.bench.step.StepProfile.Level;
import avts.bench.step.StepProfile.Operation;
import avts.bench.step.StepProfile.Span;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepProfileTest {
  @TempDir Path folder;

  private static Span operation(String name, long begin, long nanos) {
    return new Span(Level.ENGINE, name, begin, nanos);
  }

  /** Two steps of 10 ms each: 8 in the engine, 2 for the update. */
  private static StepProfile profile() {
    return new StepProfile(
        2,
        List.of(
            operation("conv2d audio.conv1.weight [jit]", 0, 2_000_000),
            operation("avts_relu x_1", 2_000_000, 1_000_000),
            operation("loss_bp loss", 3_000_000, 1_000_000),
            operation("conv2d_bp audio.conv1.weight weights [jit]", 4_000_000, 4_000_000),
            new Span(Level.TRAINER, "forward and backward", 0, 8_000_000),
            new Span(Level.TRAINER, "update", 8_000_000, 2_000_000),
            operation("conv2d audio.conv1.weight [jit]", 10_000_000, 4_000_000),
            new Span(Level.TRAINER, "forward and backward", 10_000_000, 8_000_000),
            new Span(Level.TRAINER, "update", 18_000_000, 2_000_000)));
  }

  @Test
  void operationsAreSortedIntoLayersAndPasses() {
    List<Operation> operations = profile().operations();

    assertEquals(5, operations.size());
    Operation convolution = operations.get(0);
    assertEquals("conv2d", convolution.kind());
    assertEquals("audio.conv1", convolution.layer());
    assertEquals("jit", convolution.kernel());
    assertEquals("audio.conv1", operations.get(1).layer());
    assertEquals("conv2d_bp weights", operations.get(3).kind());
    assertEquals(
        List.of(false, false, true, true, false),
        operations.stream().map(Operation::backward).toList());
  }

  @Test
  void tablesHoldMeansOverStepsAndSharesOfThem() {
    List<String> lines =
        ProfileTable.lines(profile()).stream()
            .map(line -> line.strip().replaceAll(" +", " "))
            .toList();

    assertTrue(lines.contains("forward and backward 8.00 80.0 %"), lines::toString);
    assertTrue(lines.contains("all 10.00 100.0 %"), lines::toString);
    assertTrue(lines.contains("conv2d [jit] 3.00 0.00 30.0 %"), lines::toString);
    assertTrue(lines.contains("audio.conv1 3.50 2.50 60.0 %"), lines::toString);
  }

  @Test
  void traceHoldsEverySpan() throws IOException {
    Path file = folder.resolve("trace.json");
    ChromeTrace.write(profile(), file);

    JsonNode events = new ObjectMapper().readTree(file.toFile()).get("traceEvents");
    assertEquals(9, events.size());
    JsonNode update = events.get(1);
    assertEquals("update", update.get("name").asText());
    assertEquals(8000, update.get("ts").asDouble());
    assertEquals(2000, update.get("dur").asDouble());
    assertEquals("backward", events.get(7).get("cat").asText());
  }
}
