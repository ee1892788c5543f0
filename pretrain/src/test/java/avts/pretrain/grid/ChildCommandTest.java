package avts.pretrain.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildCommandTest {

  @TempDir Path folder;

  /** Ends with the code it is given, or waits to be ended and then tidies up. */
  static final class Program {
    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[1]);
      if (!arguments[0].equals("wait")) {
        Files.writeString(file, System.getenv("OMP_NUM_THREADS"));
        System.exit(Integer.parseInt(arguments[0]));
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file, "tidied up")));
      write(file, Long.toString(ProcessHandle.current().pid()));
      LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(2));
    }

    private static void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void givesTheExitCodeAndTheThreads() throws IOException, InterruptedException {
    Path file = folder.resolve("threads");
    try (ChildCommand commands = new ChildCommand(Program.class.getName(), 3)) {
      assertEquals(7, commands.run(List.of("7", file.toString()), folder.resolve("logs/7.log")));
    }
    assertEquals("3", Files.readString(file));
    assertTrue(Files.exists(folder.resolve("logs/7.log")));
  }

  @Test
  void endsWhatIsRunningLetsItTidyUpAndStartsNothingMore() throws Exception {
    Path file = folder.resolve("state");
    Path log = folder.resolve("wait.log");
    ChildCommand commands = new ChildCommand(Program.class.getName(), 1);
    CompletableFuture<Throwable> ended =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    InterruptedException.class,
                    () -> commands.run(List.of("wait", file.toString()), log)));
    String state = "";
    for (int i = 0; i < 600 && state.isEmpty(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      state = Files.exists(file) ? Files.readString(file) : "";
    }
    long child = Long.parseLong(state);
    commands.close();
    assertEquals("the program is ending", ended.get(30, TimeUnit.SECONDS).getMessage());
    assertEquals("tidied up", Files.readString(file));
    assertTrue(ProcessHandle.of(child).isEmpty() || !ProcessHandle.of(child).get().isAlive());
    assertThrows(
        InterruptedException.class, () -> commands.run(List.of("7", file.toString()), log));
    assertEquals("tidied up", Files.readString(file));
  }
}
