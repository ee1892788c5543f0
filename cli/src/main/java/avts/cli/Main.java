package avts.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code avts} command. */
@Command(
    name = "avts",
    mixinStandardHelpOptions = true,
    version = "avts 0.1.0",
    description = "Audio-visual temporal synchronisation: learns from unlabelled videos.",
    subcommands = HelpCommand.class)
public final class Main {

  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
