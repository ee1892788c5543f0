package avts.cli;

import avts.datasets.media.MediaException;
import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;
import avts.datasets.take.TakeSet;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.eval.Measurement;
import avts.pretrain.report.KeptFigures;
import avts.pretrain.report.Report.Text;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.train.DivergenceException;
import avts.transfer.curve.CurveConfig;
import avts.transfer.curve.CurveFigures;
import avts.transfer.curve.CurvePage;
import avts.transfer.curve.CurveTransfer;
import avts.transfer.curve.EncoderCurve;
import avts.transfer.run.TransferConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
      "Each tested repetition is asked of a model that has not seen it: to test all of them, name"
          + " a model pretrained on the others for each.",
      "Intervals and the paired permutation test are over takes."
    })
final class EvalTakesCommand implements Callable<Integer> {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--model",
      paramLabel = "RUN",
      required = true,
      description =
          "A run, or the folder of one checkpoint, whose encoders are measured; repeatable.")
  private List<Path> models;

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
          "Layout of DIR: folders (label/speaker_name.mp4), manifest, grid, ravdess, crema-d, or"
              + " avletters, for models pretrained on its stored features.")
  private TakeFormat format;

  @Option(
      names = "--transfer",
      paramLabel = "FILE",
      description =
          "Adds transfer deep learning on the pretrained encoders, with networks and rows of this"
              + " config, such as configs/letters-curve-transfer.yaml.")
  private @Nullable Path transfer;

  @Option(
      names = "--allow-seen",
      description = "Also tests takes that the model has seen in pretraining.")
  private boolean allowSeen;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes a page with the learning curves.")
  private @Nullable Path report;

  @Mixin private Output out;

  @Override
  public Integer call()
      throws IOException, MediaException, DivergenceException, InterruptedException {
    ResolvedConfig<CurveConfig> settings = config.read(CurveConfig.class);
    ResolvedConfig<TransferConfig> transferred =
        transfer == null ? null : ConfigReader.read(transfer, List.of(), TransferConfig.class);
    Models named = Models.of(models);
    TakeSet set = format.read(data, named.options());
    set.problems().forEach(problem -> out.line("%s", problem));
    CurveFigures figures =
        new EncoderCurve(
                new EncoderCurve.Request(
                    models,
                    new EncoderCurve.Labelled(set, data),
                    settings.value(),
                    transferred == null ? null : transfer(transferred),
                    allowSeen,
                    sentence -> out.line("%s", sentence)))
            .measure();
    Measurement<CurveFigures> measured =
        new Measurement<>(
            "eval takes",
            figures.protocol(),
            settings.value().seeds().get(0),
            String.join(", ", named.ids()),
            settings.hash(),
            figures);
    out.line(
        "protocol %s, config %s, %d test takes, %d labels, chance %.1f %%, seen in training: %d",
        measured.protocol(),
        measured.configHash(),
        figures.testTakes(),
        figures.labels(),
        100 * figures.chance(),
        figures.seenInTraining());
    ModelOptions.print(out, figures.table());
    for (Path run : named.runs()) {
      KeptFigures.keep(run, measured);
    }
    if (json != null) {
      measured.write(json);
    }
    if (report != null) {
      List<Text> texts = new ArrayList<>(List.of(new Text("Config", settings.yaml())));
      if (transferred != null) {
        texts.add(new Text("Config of transfer", transferred.yaml()));
      }
      texts.add(new Text("Left out", String.join("\n", set.problems())));
      CurvePage.write(measured, texts, report);
    }
    return 0;
  }

  private static CurveTransfer transfer(ResolvedConfig<TransferConfig> config) {
    TransferConfig transfer = config.value();
    return new CurveTransfer(
        transfer.tdl(), transfer.allRows(), transfer.comparison().baseline(), config.hash());
  }

  /**
   * What is known of the models before they are asked.
   *
   * @param ids runs and checkpoints
   * @param runs folders of the runs
   * @param options how takes are read for all of them
   */
  private record Models(List<String> ids, List<Path> runs, TakeOptions options) {

    static Models of(List<Path> models) throws IOException {
      Set<TakeOptions> options = new LinkedHashSet<>();
      List<String> ids = new ArrayList<>();
      List<Path> runs = new ArrayList<>();
      for (Path model : models) {
        try (TrainedModel trained = TrainedModel.open(model)) {
          options.add(TakeEmbedder.options(trained));
          ids.add(trained.id());
          runs.add(trained.run());
        }
      }
      if (options.size() > 1) {
        throw new IllegalArgumentException(
            "the models " + ids + " read takes in different ways: measure them one by one");
      }
      return new Models(ids, runs, options.iterator().next());
    }
  }
}
