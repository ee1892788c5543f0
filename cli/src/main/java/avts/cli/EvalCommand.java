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
      EvalRetrievalCommand.class,
      EvalSvmCommand.class,
      EvalFinetuneCommand.class,
      EvalLinearCommand.class,
      EvalKnnCommand.class,
      EvalTakesCommand.class
    },
    synopsisSubcommandLabel =
        "(sync | offset | shifts | retrieval | svm | finetune | linear | knn | takes)")
final class EvalCommand {}
