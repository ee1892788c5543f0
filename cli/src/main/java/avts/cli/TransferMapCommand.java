package avts.cli;

import avts.datasets.io.AtomicFiles;
import avts.datasets.signal.NpyFile;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.eval.Measurement;
import avts.transfer.foreign.ForeignFiles;
import avts.transfer.foreign.MappingFigures;
import avts.transfer.foreign.MappingTrial;
import avts.transfer.mapping.MappingConfig;
import avts.transfer.mapping.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts transfer map}: a mapping between any two networks, from their activations. */
@Command(
    name = "map",
    description = {
      "Fits a mapping from the hidden space of one network into that of another, to rows of the"
          + " same samples, and scores it on rows that it has not seen: those of other files"
          + " (--test-source, --test-target), else fold by fold.",
      "Scores: cosine of mapped and true rows, R@1 (is the nearest true row its own?), squared"
          + " error relative to the mean row, and with labels those of the nearest fitted rows.",
      "Settings are chosen on the fitted rows alone, where the config has a search."
    })
final class TransferMapCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Settings of the mappings, such as configs/mappings.yaml.")
  private Path file;

  @Option(
      names = "--mapping",
      paramLabel = "KIND",
      description = "knn, ncca, svr or ridge: overrides the config's kind.")
  private MappingConfig.@Nullable Kind kind;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as knn.k=10; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "X.npy",
      required = true,
      description = "Rows of the source network, one a sample.")
  private Path source;

  @Option(
      names = "--target",
      paramLabel = "Y.npy",
      required = true,
      description = "Rows of the target network, of the same samples in the same order.")
  private Path target;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Class of each sample: text, one a line, or .npy of numbers.")
  private @Nullable Path labels;

  @Option(
      names = "--groups",
      paramLabel = "FILE",
      description =
          "Group of each sample, such as its take or speaker; folds keep groups together.")
  private @Nullable Path groups;

  @ArgGroup(exclusive = false)
  private @Nullable TestFiles test;

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Folds, where no test files are given (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of folds, search and intervals (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of support vector regression (default: number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "FILE.npy",
      description = "Writes the mapped rows there, in the order of the samples.")
  private @Nullable Path mapped;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @Mixin private Output out;

  /** Samples that the mapping is not fitted to. */
  static final class TestFiles {
    @Option(
        names = "--test-source",
        paramLabel = "X.npy",
        required = true,
        description = "Rows of the source network to map, of other samples.")
    private Path source;

    @Option(
        names = "--test-target",
        paramLabel = "Y.npy",
        description = "Their rows of the target network; without them nothing is scored.")
    private @Nullable Path target;

    @Option(names = "--test-labels", paramLabel = "FILE", description = "Their classes.")
    private @Nullable Path labels;

    @Option(names = "--test-groups", paramLabel = "FILE", description = "Their groups.")
    private @Nullable Path groups;

    ForeignFiles files() {
      return new ForeignFiles(source, target, labels, groups);
    }
  }

  @Override
  public Integer call() throws IOException {
    ResolvedConfig<MappingConfig> config = ConfigReader.read(file, all(), MappingConfig.class);
    MappingTrial.Outcome outcome =
        new MappingTrial(
                new MappingTrial.Request(
                    new ForeignFiles(source, target, labels, groups),
                    test == null ? null : test.files(),
                    folds,
                    config.value(),
                    seed,
                    threads))
            .run();
    Path rows = mapped;
    if (rows != null) {
      Matrix matrix = outcome.mapped();
      AtomicFiles.replace(
          rows.toAbsolutePath(),
          unfinished ->
              NpyFile.write(unfinished, matrix.values(), matrix.rows(), matrix.columns()));
    }
    MappingFigures figures = outcome.figures();
    if (figures == null) {
      out.line("%d rows mapped, %s", outcome.mapped().rows(), config.value().describe());
      return 0;
    }
    print(outcome.protocol(), config.hash(), figures);
    if (json != null) {
      new Measurement<>(
              "transfer map",
              outcome.protocol(),
              seed,
              source.getFileName() + " -> " + target.getFileName(),
              config.hash(),
              figures)
          .write(json.toAbsolutePath());
    }
    return 0;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(overrides);
    if (kind != null) {
      all.add("kind=" + kind.name().toLowerCase(Locale.ROOT));
    }
    return all;
  }

  private void print(String protocol, String hash, MappingFigures figures) {
    out.line(
        "%s, %d -> %d columns, %d rows of %d groups scored, protocol %s, seed %d, config %s",
        figures.kind(),
        figures.sourceColumns(),
        figures.targetColumns(),
        figures.rows(),
        figures.groups(),
        protocol,
        seed,
        hash);
    figures
        .fits()
        .forEach(
            fit ->
                out.line(
                    "fitted to %d rows: %s%s",
                    fit.rows(),
                    fit.settings(),
                    fit.tried() == 0 ? "" : ", chosen of " + fit.tried()));
    ModelOptions.print(out, figures.table());
    out.line("ranges: 95 %% by resampling groups 1000 times");
  }
}
