package avts.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** The {@code avts} command. */
@Command(
    name = "avts",
    mixinStandardHelpOptions = true,
    version = "avts 0.1.0",
    scope = ScopeType.INHERIT,
    description = "Learns from unlabelled videos whether sound and picture are in step.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 data refused.",
      "A stack trace for every failure: AVTS_JAVA_OPTS=-Davts.trace=true avts ..."
    },
    subcommands = {
      HelpCommand.class,
      DoctorCommand.class,
      SynthCommand.class,
      IndexCommand.class,
      PrepareCommand.class,
      FeaturesCommand.class,
      PretrainCommand.class,
      ImportCommand.class,
      GridCommand.class,
      TransferCommand.class,
      DistillCommand.class,
      SyncCommand.class,
      EvalCommand.class,
      EmbedCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      DemoCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the whole command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }
}
