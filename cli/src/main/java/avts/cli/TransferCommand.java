package avts.cli;

import picocli.CommandLine.Command;

/** {@code avts transfer}: knowledge of one network in another. */
@Command(
    name = "transfer",
    description = "Transfers what one network knows into the hidden space of another.",
    subcommands = {TransferMapCommand.class},
    synopsisSubcommandLabel = "(map)")
final class TransferCommand {}
