package avts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MappingBenchTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new MappingBench())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void everyMappingIsTimed() throws IOException {
    Path json = folder.resolve("figures.json");
    int code =
        run(
            "--rows=600",
            "--queries=40",
            "--samples=200",
            "--width=12",
            "--svr-rows=50",
            "--svr-units=3",
            "--rounds=1",
            "--json=" + json);
    assertEquals(0, code, err::toString);
    JsonNode figures = new ObjectMapper().readTree(json.toFile()).get("figures");
    for (String name :
        new String[] {
          "neighbours_euclidean",
          "neighbours_cosine",
          "plain_loop",
          "cca_regression",
          "cca_back_projection",
          "ridge",
          "svr"
        }) {
      assertTrue(figures.get(name).get("seconds").asDouble() > 0, name);
    }
    assertTrue(out.toString().contains("neighbours among 600 rows of 12, 40 queries"));
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertEquals(2, run("--rows=100", "--samples=200"));
    assertTrue(err.toString().contains("--samples"), err.toString());
    assertEquals(2, run("--queries=5"));
  }
}
