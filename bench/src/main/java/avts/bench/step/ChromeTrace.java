package avts.bench.step;

import avts.bench.step.StepProfile.Level;
import avts.bench.step.StepProfile.Operation;
import avts.bench.step.StepProfile.Span;
import avts.datasets.io.AtomicFiles;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a profile in the Trace Event Format of Chrome (complete events), which chrome://tracing
 * and Perfetto show as a flame chart.
 */
public final class ChromeTrace {
  private static final double NANOS_PER_MICRO = 1e3;

  private ChromeTrace() {}

  /** Writes {@code profile} to {@code file}, which appears complete or not at all. */
  public static void write(StepProfile profile, Path file) throws IOException {
    JsonMapper mapper = new JsonMapper();
    ObjectNode trace = mapper.createObjectNode();
    ArrayNode events = trace.putArray("traceEvents");
    long zero = profile.spans().stream().mapToLong(Span::begin).min().orElse(0);
    for (Span span : profile.spans()) {
      if (span.level() == Level.TRAINER) {
        add(events.addObject(), span, zero).put("cat", "trainer");
      }
    }
    for (Operation operation : profile.operations()) {
      ObjectNode event = add(events.addObject(), operation.span(), zero);
      event.put("cat", operation.backward() ? "backward" : "forward");
      event.putObject("args").put("layer", operation.layer()).put("kernel", operation.kernel());
    }
    trace.put("displayTimeUnit", "ms");
    AtomicFiles.replace(file, mapper.writeValueAsString(trace));
  }

  private static ObjectNode add(ObjectNode event, Span span, long zero) {
    return event
        .put("name", span.name())
        .put("ph", "X")
        .put("ts", (span.begin() - zero) / NANOS_PER_MICRO)
        .put("dur", span.nanos() / NANOS_PER_MICRO)
        .put("pid", 1)
        .put("tid", 1);
  }
}
