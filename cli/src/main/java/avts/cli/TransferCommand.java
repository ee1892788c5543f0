package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.KeptModel;
import avts.pretrain.eval.Measurement;
import avts.pretrain.grid.CellProcesses;
import avts.pretrain.grid.ChildCommand;
import avts.pretrain.train.DivergenceException;
import avts.transfer.encoder.RunEncoders;
import avts.transfer.run.Protocols;
import avts.transfer.run.TransferConfig;
import avts.transfer.run.TransferFigures;
import avts.transfer.run.TransferPage;
import avts.transfer.run.TransferRun;
import avts.transfer.run.TransferTable;
import avts.transfer.tdl.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts transfer}: knowledge of one network in another. */
@Command(
    name = "transfer",
    description = {
      "Transfers what an audio network knows into the hidden space of a lip-reading network, and"
          + " measures what that gains beside its controls: mapping x layer x folds x seeds, one"
          + " table.",
      "What is done is kept: the same command again goes on where it ended. Ctrl-C loses the cells"
          + " that are being made."
    },
    subcommands = {TransferMapCommand.class, TransferPredictCommand.class},
    synopsisSubcommandLabel = "[map | predict]")
final class TransferCommand implements Callable<Integer> {
  private static final String UNIMODAL = Row.unimodal().name();
  private static final String FIGURES = "transfer.json";
  private static final String PAGE = "report.html";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The experiment, such as configs/avletters.yaml.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as protocol.parallel=0.3; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the takes, in the layout that the config's data.format names.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Folder of the run: cells, transfer.json and report.html.")
  private @Nullable Path folder;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      description =
          "A run of avts pretrain, or the folder of one checkpoint, whose frozen encoders see and"
              + " hear the takes where the config has tdl.encoders; the run keeps a copy, so that"
              + " going on needs no --model.")
  private @Nullable Path model;

  @Option(
      names = "--allow-seen",
      description = "Also tests takes that the model has seen in pretraining.")
  private boolean allowSeen;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Processes at a time, one thread each (default: one a core).")
  private int jobs;

  @Option(names = "--part", hidden = true, description = "Makes the cells of one share alone.")
  private @Nullable String part;

  @Mixin private Output out;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    Path configFile = given(file, "--config");
    Path runFolder = given(folder, "--out");
    ResolvedConfig<TransferConfig> config =
        ConfigReader.read(configFile, overrides, TransferConfig.class);
    Path takes = given(data, "--data");
    TakeSet set = config.value().data().format().read(takes, config.value().data().options());
    TransferRun run =
        model == null
            ? TransferRun.open(config, set, runFolder)
            : TransferRun.open(
                config, set, runFolder, new RunEncoders.Request(model, takes, allowSeen));
    if (part != null) {
      run.make(CellProcesses.Share.parse(part));
      return 0;
    }
    set.problems().forEach(out::complain);
    KeptModel.@Nullable Origin encoders = run.encoders();
    if (encoders != null) {
      out.line(
          "encoders of %s, seen in training: %d of %d test takes",
          encoders.model(), encoders.seenInTraining(), encoders.testTakes());
    }
    run.prepare();
    try (ChildCommand children = new ChildCommand(Main.class.getName(), 1)) {
      new CellProcesses(run, childCommand(configFile, runFolder), children)
          .make("transfer", jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors());
    }
    String reader = run.makeReader();
    TransferFigures figures = run.figures();
    ModelOptions.print(out, TransferTable.rows(figures));
    if (!figures.controls().isEmpty()) {
      out.line("");
      ModelOptions.print(out, TransferTable.controls(figures));
    }
    TransferTable.sentences(figures).forEach(sentence -> out.line("%s", sentence));
    long seen = set.takes().stream().filter(Take::pictures).count();
    out.line(
        "lip reader: %s, learned from %d takes with pictures and %d of sound alone",
        reader, seen, reader.equals(UNIMODAL) ? 0 : set.takes().size() - seen);
    new Measurement<>(
            "transfer",
            Protocols.describe(config.value().protocol()),
            config.value().protocol().seeds().get(0),
            runFolder.getFileName() + "",
            config.hash(),
            figures)
        .write(runFolder.resolve(FIGURES));
    TransferPage.write(run, figures, runFolder.resolve(PAGE));
    out.line("page: %s", runFolder.resolve(PAGE));
    return 0;
  }

  private List<String> childCommand(Path configFile, Path runFolder) {
    List<String> command =
        new ArrayList<>(List.of("transfer", "--config", configFile.toAbsolutePath().toString()));
    overrides.forEach(override -> command.add("--set=" + override));
    command.addAll(
        List.of(
            "--data",
            given(data, "--data").toAbsolutePath().toString(),
            "--out",
            runFolder.toAbsolutePath().toString()));
    return command;
  }

  /** Options are required here and not in subcommands, so that picocli leaves them empty there. */
  private static <T> T given(@Nullable T value, String name) {
    checkArgument(value != null, "%s is missing", name);
    return Objects.requireNonNull(value);
  }
}
