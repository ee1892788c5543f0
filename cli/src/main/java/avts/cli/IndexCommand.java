package avts.cli;

import avts.datasets.index.DoctorReport;
import avts.datasets.index.IndexConfig;
import avts.datasets.index.IndexOutcome;
import avts.datasets.index.Indexer;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.Verdict;
import avts.datasets.media.MediaException;
import avts.datasets.progress.Progress;
import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeIndexer;
import avts.datasets.take.TakeSelection;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.run.DataCleaning;
import avts.pretrain.run.ModelMeter;
import avts.pretrain.sync.LagRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code avts index}: finds out which videos are usable. */
@Command(
    name = "index",
    description = {
      "Looks at every video: streams, exact rates, cuts, loudness, duplicates, and whether it can"
          + " be trained on.",
      "An interrupted call continues where it stopped."
    })
final class IndexCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "VIDEO",
      arity = "1..*",
      description =
          "Videos, folders, list files (.txt, one path a line) and WebDataset shards (.tar). Names"
              + " that begin with a dash go last, after --.")
  private List<Path> inputs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The manifest to write, such as manifest.jsonl.")
  private Path manifest;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also writes a page with the reasons and pictures of what was refused.")
  private @Nullable Path report;

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Thresholds other than the usual ones, see configs/index.yaml.")
  private @Nullable Path config;

  @Option(
      names = "--score",
      paramLabel = "RUN",
      description = {
        "Also ranks the usable files by how well sound and pictures go together, by the sync meter"
            + " of this model: NAME.scores.jsonl.",
        "Files with a constant offset and probably dubbed ones or music over footage are left out"
            + " of NAME.clean.jsonl."
      })
  private @Nullable Path model;

  @Option(
      names = "--takes",
      paramLabel = "LAYOUT",
      description =
          "The one folder given is a set of takes stored as pictures and sound features: avletters."
              + " Its selected takes go into the manifest, to be pretrained on.")
  private @Nullable TakeFormat takes;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      split = ",",
      description = "With --takes: these repetitions alone, such as 1,2.")
  private Set<Integer> repetitions = Set.of();

  @Option(
      names = "--speakers",
      paramLabel = "NAME",
      split = ",",
      description = "With --takes: these speakers alone.")
  private Set<String> speakers = Set.of();

  @Option(
      names = "--only",
      paramLabel = "FILE",
      description = "With --takes: the takes that this text file names, one id a line.")
  private @Nullable Path only;

  @Spec private CommandSpec command;
  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    if (takes != null) {
      return indexTakes(takes);
    }
    if (only != null || !repetitions.isEmpty() || !speakers.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--repetitions, --speakers and --only go with --takes");
    }
    IndexConfig settings =
        config == null
            ? IndexConfig.standard()
            : ConfigReader.read(config, List.of(), IndexConfig.class).value();
    Indexer indexer = new Indexer(settings, Progress.Mode.ofProcess());
    IndexOutcome outcome = indexer.index(inputs, manifest);
    DoctorReport doctor = DoctorReport.of(outcome, indexer);
    if (report != null) {
      doctor.writeHtml(report);
    }
    if (json != null) {
      doctor.writeJson(json);
    }
    int usable = outcome.manifest().usable().size();
    out.line(
        "%d of %d files usable, manifest %s",
        usable, outcome.manifest().entries().size(), manifest);
    for (Map.Entry<Verdict, Integer> count : outcome.manifest().counts().entrySet()) {
      if (count.getKey() != Verdict.USABLE && count.getValue() > 0) {
        out.line("%6d %s", count.getValue(), count.getKey().key());
      }
    }
    if (usable == 0) {
      return Failures.DATA_REFUSED;
    }
    if (model != null) {
      score(model, outcome.manifest());
    }
    return 0;
  }

  private int indexTakes(TakeFormat format) throws IOException, MediaException {
    if (inputs.size() != 1 || report != null || json != null || config != null || model != null) {
      throw new ParameterException(
          command.commandLine(),
          "--takes goes with one folder and --out, --repetitions, --speakers, --only alone");
    }
    TakeSelection selection =
        new TakeSelection(repetitions, speakers, only == null ? Set.of() : Set.copyOf(ids(only)));
    Manifest made =
        TakeIndexer.index(
            new TakeIndexer.Request(inputs.get(0), format, selection),
            manifest,
            Progress.Mode.ofProcess());
    out.line("%d takes, manifest %s", made.entries().size(), manifest);
    return 0;
  }

  private static List<String> ids(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private void score(Path run, Manifest indexed)
      throws IOException, MediaException, InterruptedException {
    try (ModelMeter meter = ModelMeter.open(run, LagRange.standard(), Progress.Mode.ofProcess())) {
      DataCleaning cleaning = DataCleaning.of(meter, indexed);
      Path clean = cleaning.write(manifest);
      out.line("model %s; %s", meter.model().id(), meter.calibration().zero().describe());
      ModelOptions.print(out, cleaning.table());
      out.line(
          "%d of %d usable files kept in %s",
          cleaning.clean().entries().size(), indexed.usable().size(), clean);
    }
  }
}
