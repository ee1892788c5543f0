package avts.cli;

import picocli.CommandLine.Command;

/** {@code avts eval}: measures a trained model. */
@Command(
    name = "eval",
    description = "Measures a trained model on files that it was not trained on.",
    subcommands = {
      EvalSyncCommand.class,
      EvalOffsetCommand.class,
      EvalShiftsCommand.class,
      EvalSvmCommand.class
    },
    synopsisSubcommandLabel = "(sync | offset | shifts | svm)")
final class EvalCommand {}
