package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.media.ShiftedCopy;
import avts.datasets.progress.Progress;
import avts.pretrain.eval.Measurement;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.MeterJson;
import avts.pretrain.run.MeterPage;
import avts.pretrain.run.ModelMeter;
import avts.pretrain.run.SyncFile;
import avts.pretrain.sync.LagRange;
import avts.pretrain.sync.SyncReading;
import avts.pretrain.sync.SyncVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code avts sync}: how far the sound of files is from their pictures. */
@Command(
    name = "sync",
    description = {
      "Measures by how many milliseconds the sound of videos comes too late (above 0) or too early"
          + " (below 0), how sure that is, and whether it drifts.",
      "What the container's own timestamps make up for is shown by itself and is no part of the"
          + " offset.",
      "The first call for a model calibrates it on its validation files, which takes about a"
          + " minute, and keeps that in the run."
    },
    exitCodeListHeading = "%nExit codes with --check:%n",
    exitCodeList = {"4:some file is out of sync", "5:some file cannot be told"})
final class SyncCommand implements Callable<Integer> {
  private static final int OUT_OF_SYNC = 4;
  private static final int CANNOT_TELL = 5;
  private static final double MICROS_PER_MILLI = 1000;

  /** A constant move makes nothing better beyond this drift over the file. */
  private static final double MOST_DRIFT_MILLIS = 40;

  @Parameters(
      paramLabel = "VIDEO",
      arity = "0..*",
      description =
          "Videos, folders, list files (.txt, one path a line) and WebDataset shards (.tar).")
  private List<Path> videos = List.of();

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint.")
  private Path model;

  @Option(
      names = "--max-offset",
      paramLabel = "MS",
      defaultValue = "2000",
      description =
          "Greatest offset that is searched either way, in milliseconds, a multiple of 20 (default:"
              + " ${DEFAULT-VALUE}).")
  private int maxOffset;

  @Option(
      names = "--reference",
      paramLabel = "CLIP",
      arity = "1..*",
      description =
          "Clips of your own that are in step: the model's zero is measured on them and kept in the"
              + " run. Videos to measure go before this option, or after --.")
  private List<Path> reference = List.of();

  @Option(
      names = "--fix",
      paramLabel = "OUT",
      description =
          "Writes the file with its sound moved (a folder for several files). Streams are copied,"
              + " not encoded again.")
  private @Nullable Path fixed;

  @Option(
      names = "--force",
      description = "Lets --fix trust a model whose zero was never measured.")
  private boolean force;

  @Option(
      names = "--check",
      description = "Exits with 4 if a file is out of sync, else with 5 if one cannot be told.")
  private boolean check;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes a page with curves, offsets over time and reliability.")
  private @Nullable Path report;

  @Spec private CommandSpec command;
  @Mixin private Output out;

  @Override
  public Integer call() throws IOException, MediaException, InterruptedException {
    if (videos.isEmpty() && reference.isEmpty()) {
      throw new ParameterException(command.commandLine(), "there is no video to measure");
    }
    LagRange lags = new LagRange(maxOffset, LagRange.standard().stepMillis());
    try (ModelMeter meter = ModelMeter.open(model, lags, Progress.Mode.ofProcess())) {
      if (!reference.isEmpty()) {
        meter.setReference(reference);
      }
      out.line("model %s; %s", meter.model().id(), meter.calibration().zero().describe());
      if (videos.isEmpty()) {
        return 0;
      }
      requireZero(meter);
      List<SyncFile> files = meter.measure(videos);
      MeterPage.table(files).lines().forEach(line -> out.line("%s", line));
      if (files.size() == 1 && files.get(0).reading().segments().size() > 1) {
        MeterPage.segments(files.get(0).reading()).lines().forEach(line -> out.line("%s", line));
      }
      write(meter, files);
      if (fixed != null) {
        fix(fixed, files);
      }
      return exitCode(files);
    }
  }

  private void requireZero(ModelMeter meter) throws DataRefusedException {
    if (fixed != null && !force && !meter.calibration().zero().known()) {
      throw new DataRefusedException(
          "what this model takes for in step was never measured, so --fix might do harm: give"
              + " --reference clips that are in step, or --force");
    }
  }

  private void write(ModelMeter meter, List<SyncFile> files) throws IOException {
    if (json != null) {
      new Measurement<>(
              "sync",
              "bayes over " + maxOffset + " ms either way",
              meter.model().config().value().seed(),
              meter.model().id(),
              meter.model().config().hash(),
              MeterJson.of(meter.calibration().zero(), files))
          .write(json);
    }
    if (report != null) {
      MeterPage.write(meter, files, report);
      out.line("report %s", report);
    }
  }

  private void fix(Path target, List<SyncFile> files) throws IOException, MediaException {
    boolean folder = files.size() > 1 || Files.isDirectory(target);
    for (SyncFile file : files) {
      String problem = unfixable(file);
      if (!problem.isEmpty()) {
        out.line("%s is left as it is: %s", file.name(), problem);
        continue;
      }
      Path name = file.source().file().getFileName();
      Path written = folder && name != null ? target.resolve(name) : target;
      double offset = file.reading().offsetMillis() == null ? 0 : file.reading().offsetMillis();
      ShiftedCopy.write(file.source(), Math.round(-offset * MICROS_PER_MILLI), written);
      out.line("%s written, its sound %+.1f ms later", written, -offset);
    }
  }

  /** Returns why moving the sound by one amount would not help, empty where it would. */
  private static String unfixable(SyncFile file) {
    SyncReading reading = file.reading();
    if (!reading.tells()) {
      return "its offset cannot be told";
    }
    if (reading.confidence() < SyncReading.SURE) {
      return "its offset is not sure enough";
    }
    if (!reading.reason().isEmpty()) {
      return reading.reason();
    }
    Double drift = reading.driftMillisPerMinute();
    if (drift != null && Math.abs(drift) * file.seconds() / 60 > MOST_DRIFT_MILLIS) {
      return "its offset drifts, which no constant move mends";
    }
    return "";
  }

  private int exitCode(List<SyncFile> files) {
    if (files.stream().allMatch(file -> file.seconds() == 0)) {
      return Failures.DATA_REFUSED;
    }
    if (!check) {
      return 0;
    }
    List<SyncVerdict> verdicts = files.stream().map(file -> file.reading().verdict()).toList();
    if (verdicts.contains(SyncVerdict.OUT_OF_SYNC)) {
      return OUT_OF_SYNC;
    }
    return verdicts.contains(SyncVerdict.CANNOT_TELL) ? CANNOT_TELL : 0;
  }
}
