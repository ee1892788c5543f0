package avts.bench;

import avts.bench.training.TrainingBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code avts bench} command. */
@Command(
    name = "avts bench",
    mixinStandardHelpOptions = true,
    description = "Measures the parts that have to be fast, side by side with a peer.",
    subcommands = {
      HelpCommand.class,
      LoaderBench.class,
      EncodeBench.class,
      EpochBench.class,
      MappingBench.class,
      PartsBench.class,
      RuntimeBench.class,
      StepBench.class,
      TrainingBench.class
    })
public final class Main {

  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
