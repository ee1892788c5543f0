package avts.cli;

import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.TextTable;
import avts.pretrain.report.KeptFigures;
import avts.pretrain.run.ModelEvaluation;
import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every measuring command asks for. */
@Command
final class ModelOptions {

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description = "Files to test, all of them (default: the test files of the run).")
  private @Nullable Path data;

  @Option(
      names = "--allow-seen",
      description = "Also tests files that the model has seen in training.")
  private boolean allowSeen;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @MustBeClosed
  ModelEvaluation open(Path model) throws IOException {
    return ModelEvaluation.open(model, new ModelEvaluation.Request(data, allowSeen));
  }

  /** Keeps the figures in the run, for its report, and writes them where they are asked for. */
  <F extends Record> void write(String command, ModelEvaluation evaluation, F figures)
      throws IOException {
    write(evaluation, evaluation.measurement(command, figures));
  }

  /** Keeps a measurement in the run, and writes it where that is asked for. */
  void write(ModelEvaluation evaluation, Measurement<?> measurement) throws IOException {
    KeptFigures.keep(evaluation.model().run(), measurement);
    if (json != null) {
      measurement.write(json);
    }
  }

  /** Says what was measured, under every table. */
  void head(Output out, ModelEvaluation evaluation) throws IOException {
    Measurement<?> head = evaluation.measurement("", new Nothing());
    out.line(
        "model %s, protocol %s, seed %d, config %.12s, %d test files, seen in training: %d",
        head.model(),
        head.protocol(),
        head.seed(),
        head.configHash(),
        evaluation.test().sampler().usableFiles().size(),
        evaluation.seen());
    List<String> unlisted = evaluation.model().unlistedOrigins();
    if (!unlisted.isEmpty()) {
      out.line(
          "the model began with %s, whose training media are unknown: they may be among these"
              + " files",
          String.join(", ", unlisted));
    }
  }

  static void print(Output out, TextTable table) {
    table.lines().forEach(line -> out.line("%s", line));
  }

  private record Nothing() {}
}
