package avts.cli;

import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.exchange.TorchvisionNetwork;
import avts.pretrain.run.WeightsImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code avts import}: takes over weights of torchvision's video networks. */
@Command(
    name = "import",
    description = {
      "Makes a run of a state dict of torchvision's mc3_18, r3d_18 or r2plus1d_18.",
      "Its video encoder gives what torchvision gives. The audio encoder and the embedding heads"
          + " are not in the file and stay untrained: such a run serves to embed, to probe and to"
          + " begin a pretraining with (init.from), not to compare picture and sound.",
      "docs/exchange.md says how to write the file and what is kept."
    })
final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private Output out;

  @Option(
      names = "--safetensors",
      paramLabel = "FILE",
      required = true,
      description = "The state dict, under torchvision's names.")
  private Path file;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      required = true,
      converter = NetworkName.class,
      completionCandidates = NetworkName.class,
      description = "What it is of: ${COMPLETION-CANDIDATES}.")
  private TorchvisionNetwork network;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "New folder for the run.")
  private Path run;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Config file of the run (default: configs/torchvision.yaml, clips as torchvision prepares"
              + " them); --arch sets network.video.arch.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one key of the config, such as seed=3; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--seen",
      paramLabel = "MANIFEST",
      description =
          "Media that the weights were trained on, so that they are known again when they are"
              + " tested; repeatable. Left out, what the weights have seen counts as unknown.")
  private List<Path> seen = new ArrayList<>();

  /** Reads and lists the networks by the names that configurations use. */
  static final class NetworkName implements ITypeConverter<TorchvisionNetwork>, Iterable<String> {

    private static List<String> labels() {
      return Arrays.stream(TorchvisionNetwork.values()).map(TorchvisionNetwork::label).toList();
    }

    @Override
    public TorchvisionNetwork convert(String text) {
      return Arrays.stream(TorchvisionNetwork.values())
          .filter(network -> network.label().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of " + String.join(", ", labels()) + ", got " + text));
    }

    @Override
    public Iterator<String> iterator() {
      return labels().iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    Path experiment =
        config != null
            ? config
            : Path.of(System.getProperty("avts.home", "."), "configs", "torchvision.yaml");
    List<String> settings = new ArrayList<>(List.of("network.video.arch=" + network.label()));
    settings.addAll(overrides);
    WeightsImport.Outcome outcome =
        new WeightsImport(
                new WeightsImport.Request(
                    file,
                    network,
                    ConfigReader.read(experiment, settings, PretrainConfig.class),
                    seen,
                    run,
                    command.commandLine().getParseResult().originalArgs()))
            .run();
    out.line(
        "%s: %s, %d values, %s, sha256 %s",
        run,
        network.label(),
        outcome.values(),
        outcome.classes() == 0 ? "no head" : "head of " + outcome.classes() + " classes",
        outcome.sha256());
    out.line(
        "not in the file, initial values: %s; avts sync and avts eval refuse this run",
        String.join(" ", outcome.untrained()));
    if (seen.isEmpty()) {
      out.line("what these weights were trained on is unknown; name it with --seen if you have it");
    } else {
      out.line("media seen in training: %d hashes", outcome.seenMedia());
    }
    return 0;
  }
}
