package avts.cli;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.media.MediaException;
import avts.datasets.take.TakeSet;
import avts.distill.pretrained.FoldEncoders;
import avts.distill.run.DistillConfig;
import avts.distill.run.DistillFigures;
import avts.distill.run.DistillPage;
import avts.distill.run.DistillRun;
import avts.distill.run.DistillTable;
import avts.distill.run.Protocols;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.eval.Measurement;
import avts.pretrain.grid.CellProcesses;
import avts.pretrain.grid.ChildCommand;
import avts.pretrain.train.DivergenceException;
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

/** {@code avts distill}: audio-only students of teachers that also see. */
@Command(
    name = "distill",
    description = {
      "Trains teachers that hear and see, students that only hear, and their baselines and controls"
          + " over several folds, seeds and levels of noise: one table.",
      "What is done is kept: the same command again goes on where it ended. Ctrl-C loses the cells"
          + " that are being made."
    },
    subcommands = DistillEncoderCommand.class,
    synopsisSubcommandLabel = "[encoder]")
final class DistillCommand implements Callable<Integer> {
  private static final String FIGURES = "distill.json";
  private static final String PAGE = "report.html";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The experiment, such as configs/lupi-sequential.yaml.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as protocol.noise=[1.0]; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the takes, in the layout that the config's data.format names.")
  private @Nullable Path data;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Folder of the run: cells, teachers, distill.json and report.html.")
  private @Nullable Path folder;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      description =
          "A run of avts pretrain, or the folder of one checkpoint, whose frozen encoders hear and"
              + " see where the config has senses.encoders; repeatable: each fold takes the one"
              + " that has seen least of its test takes. The run keeps copies, so that going on"
              + " needs no --model.")
  private List<Path> models = new ArrayList<>();

  @Option(
      names = "--allow-seen",
      description = "Also asks for takes that the model has seen in pretraining.")
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
    Path runFolder = given(folder, "--out");
    Path takes = given(data, "--data");
    ResolvedConfig<DistillConfig> config =
        ConfigReader.read(given(file, "--config"), overrides, DistillConfig.class);
    TakeSet set = config.value().data().format().read(takes, config.value().data().options());
    DistillRun run =
        models.isEmpty()
            ? DistillRun.open(config, set, runFolder)
            : DistillRun.open(
                config, set, runFolder, new FoldEncoders.Request(models, takes, allowSeen));
    if (part != null) {
      run.make(CellProcesses.Share.parse(part));
      return 0;
    }
    set.problems().forEach(out::complain);
    DistillTable.encoders(run.encoders()).forEach(line -> out.line("%s", line));
    run.prepare();
    try (ChildCommand children = new ChildCommand(Main.class.getName(), 1)) {
      new CellProcesses(run, childCommand(), children)
          .make("distill", jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors());
    }
    run.makeStudent()
        .ifPresent(
            student ->
                out.line(
                    "student to ship: row %s, trained on all takes; avts export --model %s --out"
                        + " BUNDLE",
                    student.origin().row(), runFolder));
    DistillFigures figures = run.figures();
    for (DistillFigures.NoiseFigures table : figures.tables()) {
      out.line("noise %s", table.noise());
      ModelOptions.print(out, DistillTable.rows(figures.measure(), table));
      out.line("");
      if (!table.pairs().isEmpty()) {
        ModelOptions.print(out, DistillTable.pairs(table));
        out.line("");
      }
    }
    out.line("%s", DistillTable.sentence(figures));
    new Measurement<>(
            "distill",
            Protocols.describe(config.value().protocol()),
            config.value().protocol().seeds().get(0),
            runFolder.getFileName() + "",
            config.hash(),
            figures)
        .write(runFolder.resolve(FIGURES));
    DistillPage.write(run, figures, runFolder.resolve(PAGE));
    out.line("page: %s", runFolder.resolve(PAGE));
    return 0;
  }

  private List<String> childCommand() {
    List<String> command =
        new ArrayList<>(
            List.of("distill", "--config", given(file, "--config").toAbsolutePath().toString()));
    overrides.forEach(override -> command.add("--set=" + override));
    command.addAll(
        List.of(
            "--data",
            given(data, "--data").toAbsolutePath().toString(),
            "--out",
            given(folder, "--out").toAbsolutePath().toString()));
    return command;
  }

  /** Options are required here and not in subcommands, so that picocli leaves them empty there. */
  private static <T> T given(@Nullable T value, String name) {
    checkArgument(value != null, "%s is missing", name);
    return Objects.requireNonNull(value);
  }
}
