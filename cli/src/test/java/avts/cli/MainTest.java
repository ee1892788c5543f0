package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void everyCommandHasHelpWithADescription() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      String name = command.getCommandName();
      assertEquals(0, run(name, "--help"), name);
      assertTrue(
          command.getCommandSpec().usageMessage().description().length > 0,
          name + " has no description");
    }
  }

  @Test
  void unknownOptionIsWrongUsage() {
    assertEquals(Failures.USAGE, run("doctor", "--no-such-option"));
    assertTrue(err.toString().contains("--no-such-option"), err.toString());
  }

  @Test
  void fileExceptionsNameFileAndProblem() {
    assertEquals(
        "videos/a.mp4: no such file or folder",
        Failures.sentence(new NoSuchFileException("videos/a.mp4")));
  }

  @Test
  void illegalArgumentIsUsageAndOthersAreFailures() {
    assertEquals(Failures.USAGE, Failures.code(new IllegalArgumentException("seed")));
    assertEquals(Failures.FAILED, Failures.code(new java.io.IOException("disk full")));
  }
}
