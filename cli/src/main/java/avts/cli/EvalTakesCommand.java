package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;
import avts.datasets.take.TakeSet;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.eval.Measurement;
import avts.pretrain.report.KeptFigures;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.train.DivergenceException;
import avts.transfer.curve.CurveConfig;
import avts.transfer.curve.CurveFigures;
import avts.transfer.curve.EncoderCurve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code avts eval takes}: labels told from few labelled takes by the frozen encoders. */
@Command(
    name = "takes",
    description = {
      "A three-layer head on the frozen encoders, beside the same encoders untrained: letters or"
          + " words told from few labelled repetitions, by pictures and by sound.",
      "Intervals and the paired permutation test are over takes."
    })
final class EvalTakesCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description = "A run, or the folder of one checkpoint, whose encoders are measured.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder (or list) of the labelled takes.")
  private Path data;

  @Option(
      names = "--format",
      paramLabel = "LAYOUT",
      required = true,
      description =
          "Layout of DIR: folders (label/speaker_name.mp4), manifest, grid, or avletters, for"
              + " models pretrained on its stored features.")
  private TakeFormat format;

  @Option(
      names = "--allow-seen",
      description = "Also tests takes that the model has seen in pretraining.")
  private boolean allowSeen;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @Mixin private Output out;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    ResolvedConfig<CurveConfig> settings = config.read(CurveConfig.class);
    TakeOptions options;
    String id;
    Path run;
    try (TrainedModel trained = TrainedModel.open(model)) {
      options = TakeEmbedder.options(trained);
      id = trained.id();
      run = trained.run();
    }
    TakeSet set = format.read(data, options);
    set.problems().forEach(problem -> out.line("%s", problem));
    CurveFigures figures =
        new EncoderCurve(
                new EncoderCurve.Request(
                    model,
                    new EncoderCurve.Labelled(set, data),
                    settings.value(),
                    allowSeen,
                    sentence -> out.line("%s", sentence)))
            .measure();
    Measurement<CurveFigures> measured =
        new Measurement<>(
            "eval takes",
            figures.set() + ", repetitions " + settings.value().testRepetitions(),
            settings.value().seeds().get(0),
            id,
            settings.hash(),
            figures);
    out.line(
        "model %s, protocol %s, config %s, %d test takes, %d labels, chance %.1f %%, seen in"
            + " training: %d",
        id,
        measured.protocol(),
        measured.configHash(),
        figures.testTakes(),
        figures.labels(),
        100 * figures.chance(),
        figures.seenInTraining());
    ModelOptions.print(out, figures.table());
    KeptFigures.keep(run, measured);
    if (json != null) {
      measured.write(json);
    }
    return 0;
  }
}
