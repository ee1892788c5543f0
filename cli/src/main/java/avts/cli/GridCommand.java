package avts.cli;

import avts.datasets.progress.Progress;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.eval.Measurement;
import avts.pretrain.grid.ChildCommand;
import avts.pretrain.grid.Grid;
import avts.pretrain.grid.GridConfig;
import avts.pretrain.grid.GridFigures;
import avts.pretrain.run.DataLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts grid}: a table of experiments over several seeds. */
@Command(
    name = "grid",
    description = {
      "Trains every row of a table with every seed, chooses between a row's alternatives (such as"
          + " learning rates) on the validation files, and measures all on the same held-out"
          + " pairs.",
      "Each training runs in a process of its own, with its output beside its folder. What is done"
          + " is kept: the same command again goes on where it ended."
    })
final class GridCommand implements Callable<Integer> {
  private static final String FIGURES = "grid.json";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The table, such as configs/curriculum-grid.yaml.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "A manifest, a store, or a folder, list file or .tar shard of videos.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "GRID",
      required = true,
      description = "Folder of the trainings; the figures are written to its grid.json.")
  private Path folder;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Trainings at a time, each with its share of the cores (default: one a core).")
  private int jobs;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the experiment in all rows; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ResolvedConfig<GridConfig> config =
        new ResolvedConfig<>(
            ConfigReader.read(file, List.of(), GridConfig.class).value().with(overrides));
    Path manifest = DataLocation.manifestOf(data, folder, Progress.Mode.ofProcess());
    int cores = Runtime.getRuntime().availableProcessors();
    int together = jobs > 0 ? jobs : cores;
    try (ChildCommand children =
        new ChildCommand(Main.class.getName(), Math.max(1, cores / together))) {
      Grid.Request request =
          new Grid.Request(
              file.toAbsolutePath(),
              manifest.toAbsolutePath(),
              folder.toAbsolutePath(),
              together,
              sentence -> out.line("%s", sentence));
      GridFigures figures = new Grid(config, request, children).run();
      print(figures);
      new Measurement<>(
              "grid",
              file.getFileName() + "",
              config.value().seeds().get(0),
              folder.getFileName() + "",
              config.hash(),
              figures)
          .write(folder.resolve(FIGURES));
      return figures.failures().isEmpty() ? 0 : Failures.FAILED;
    }
  }

  private void print(GridFigures figures) {
    ModelOptions.print(out, figures.accuracies());
    ModelOptions.print(out, figures.twoWay());
    out.line(
        "accuracy: mean ± deviation over seeds (95 %% range by resampling videos); %d trainings, %d"
            + " failed",
        figures.trainings(), figures.failures().size());
  }
}
