package avts.bench.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingCurveTest {
  @TempDir Path run;

  @BeforeEach
  void log() throws IOException {
    Files.writeString(
        run.resolve("metrics.jsonl"),
        """
        {"type":"step","step":1,"loss":2.0,"data_wait_share":0.4,"seconds":0.5}
        {"type":"step","step":2,"loss":1.0,"seconds":0.7}
        {"type":"evaluation","step":2,"epoch":1,"evaluation":{"hard.accuracy":0.6}}
        {"type":"step","step":3,"loss":0.5,"data_wait_share":0.2,"seconds":0.9}
        {"type":"step","step":4,"loss":0.5,"seconds":1.2}
        {"type":"evaluation","step":4,"epoch":2,"evaluation":{"hard.accuracy":0.92}}
        """);
  }

  @Test
  void aValidationLiesAtTheTimeOfTheStepsBeforeIt() throws IOException {
    TrainingCurve curve = TrainingCurve.read("onednn", 1, run, "hard.accuracy");

    assertEquals(
        List.of(
            new TrainingCurve.Validated(2, 0.7, 0.6), new TrainingCurve.Validated(4, 1.2, 0.92)),
        curve.validations());
    assertEquals(300, curve.stepMillis(), 1e-9);
    assertEquals(0.3, curve.waitShare(), 1e-9);
    assertEquals(Optional.of(new TrainingCurve.Validated(4, 1.2, 0.92)), curve.reaching(0.92));
    assertEquals(Optional.empty(), curve.reaching(0.93));
    assertEquals(0.92, curve.best().orElseThrow());
  }

  @Test
  void aMetricThatIsNotInTheLogIsNamed() {
    IOException thrown =
        assertThrows(
            IOException.class, () -> TrainingCurve.read("onednn", 1, run, "easy.accuracy"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("easy.accuracy"));
  }

  @Test
  void ratiosAreThoseOfMeansOverSeedsAndMissingOnesAreNot() {
    List<TrainingCurve> curves =
        List.of(
            curve("onednn", 1, 2, 0.9),
            curve("libtorch", 1, 4, 0.95),
            curve("nd4j", 1, 4, 0.95),
            curve("onednn", 2, 4, 0.9),
            curve("libtorch", 2, 6, 0.91),
            curve("nd4j", 2, 4, 0.5));

    List<String> lines = TrainingTable.lines(curves, 0.9);

    assertEquals(4, lines.size());
    assertEquals(
        List.of("onednn", "100.0", "25.0", "%", "10", "3.0", "1.00", "90.0", "%"),
        words(lines.get(1)));
    assertEquals(
        List.of("libtorch", "100.0", "25.0", "%", "10", "5.0", "0.60", "93.0", "%"),
        words(lines.get(2)));
    assertEquals(
        List.of("nd4j", "100.0", "25.0", "%", "-", "-", "-", "72.5", "%"), words(lines.get(3)));
  }

  private static List<String> words(String line) {
    return List.of(line.split("\\s+"));
  }

  private static TrainingCurve curve(String engine, long seed, double seconds, double value) {
    return new TrainingCurve(
        engine, seed, 100, 0.25, List.of(new TrainingCurve.Validated(10, seconds, value)));
  }
}
