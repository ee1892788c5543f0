package avts.pretrain.train.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.train.StepResult;
import avts.pretrain.train.StopReason;
import avts.pretrain.train.StopSignal;
import avts.pretrain.train.TrainListener;
import avts.pretrain.train.TrainState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** k steps, an end of whatever kind, and the rest equal all steps at once: to the bit. */
class ResumeTest {
  private static final int STEPS = ToyRun.EPOCHS * ToyRun.STEPS_PER_EPOCH;
  private static final TrainListener NOBODY = new TrainListener() {};

  @TempDir Path folder;

  /** Ends the process's training without any goodbye, as SIGKILL would. */
  private static final class Killed extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static TrainListener killAfter(long step) {
    return new TrainListener() {
      @Override
      public void afterStep(TrainState state, StepResult result) throws IOException {
        if (result.step() == step) {
          throw new Killed();
        }
      }
    };
  }

  /** All that must be equal: the figures of every line without those of time and memory. */
  private static List<String> trace(Path run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : ToyRun.metrics(run)) {
      ((ObjectNode) line)
          .remove(List.of("clips_per_second", "data_wait_share", "seconds", "resident_bytes"));
      lines.add(line.toString());
    }
    return lines;
  }

  private static void assertSameRun(Path whole, Path resumed, String name) throws IOException {
    assertEquals(String.join("\n", trace(whole)), String.join("\n", trace(resumed)), name);
    for (String pointer : List.of("last", "best")) {
      String step = Files.readString(whole.resolve("checkpoints").resolve(pointer)).strip();
      assertEquals(
          step, Files.readString(resumed.resolve("checkpoints").resolve(pointer)).strip(), name);
      for (String file : List.of("weights.safetensors", "optimizer.safetensors")) {
        Path part = Path.of("checkpoints", step, file);
        assertArrayEquals(
            Files.readAllBytes(whole.resolve(part)),
            Files.readAllBytes(resumed.resolve(part)),
            name + " " + part);
      }
    }
  }

  private Path wholeRun() throws Exception {
    Path whole = folder.resolve("whole");
    assertEquals(StopReason.FINISHED, ToyRun.train(whole, new StopSignal(), NOBODY));
    assertEquals("step-" + STEPS + "\n", Files.readString(whole.resolve("checkpoints/last")));
    return whole;
  }

  /** In mid-epoch, at an epoch's end, around the switch of stages (6) and checkpoints (5, 10). */
  @Test
  void killedAfterAnyStep() throws Exception {
    Path whole = wholeRun();
    for (int step : new int[] {1, 4, 5, 6, 7, 9, 12, STEPS}) {
      Path run = folder.resolve("killed-" + step);
      TrainListener killer = killAfter(step);
      assertThrows(Killed.class, () -> ToyRun.train(run, new StopSignal(), killer));
      assertEquals(StopReason.FINISHED, ToyRun.train(run, new StopSignal(), NOBODY));
      assertSameRun(whole, run, "killed after step " + step);
    }
  }

  @Test
  void killedAgainAndAgainWithHalfALineWritten() throws Exception {
    Path whole = wholeRun();
    Path run = folder.resolve("often");
    for (int step = 4; step < STEPS; step += 3) {
      TrainListener killer = killAfter(step);
      assertThrows(Killed.class, () -> ToyRun.train(run, new StopSignal(), killer));
      Files.writeString(run.resolve("metrics.jsonl"), "{\"type\": \"st", StandardOpenOption.APPEND);
    }
    ToyRun.train(run, new StopSignal(), NOBODY);
    assertSameRun(whole, run, "killed often");
  }

  @Test
  void stoppedOnRequest() throws Exception {
    Path whole = wholeRun();
    Path run = folder.resolve("stopped");
    StopSignal stop = new StopSignal();
    TrainListener stopper =
        new TrainListener() {
          @Override
          public void afterStep(TrainState state, StepResult result) {
            if (result.step() == 8) { // not a step at which checkpoints are due
              stop.request();
            }
          }
        };
    assertEquals(StopReason.INTERRUPTED, ToyRun.train(run, stop, stopper));
    assertEquals("step-8\n", Files.readString(run.resolve("checkpoints/last")));
    ToyRun.train(run, new StopSignal(), NOBODY);
    assertSameRun(whole, run, "stopped");
  }

  private Process child(Path run, int waitAfter) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ToyRun.Child.class.getName(),
                run.toString(),
                String.valueOf(waitAfter))
            .redirectError(folder.resolve("child.txt").toFile())
            .start();
    BufferedReader output = child.inputReader();
    assertEquals("waiting", output.readLine(), Files.readString(folder.resolve("child.txt")));
    return child;
  }

  @Test
  void aProcessKilledBySigkill() throws Exception {
    Path whole = wholeRun();
    Path run = folder.resolve("sigkill");
    Process child = child(run, 9);
    assertThrows(IOException.class, () -> ToyRun.train(run, new StopSignal(), NOBODY));
    child.destroyForcibly();
    assertEquals(128 + 9, child.waitFor());
    ToyRun.train(run, new StopSignal(), NOBODY);
    assertSameRun(whole, run, "sigkill");
  }

  @Test
  void aProcessEndedBySigtermWritesItsCheckpoint() throws Exception {
    Path whole = wholeRun();
    Path run = folder.resolve("sigterm");
    Process child = child(run, 8);
    child.destroy();
    assertEquals(128 + 15, child.waitFor());
    assertEquals("step-8\n", Files.readString(run.resolve("checkpoints/last")));
    ToyRun.train(run, new StopSignal(), NOBODY);
    assertSameRun(whole, run, "sigterm");
    assertTrue(trace(run).size() > STEPS);
  }
}
