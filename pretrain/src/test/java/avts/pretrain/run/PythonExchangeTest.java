package avts.pretrain.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.pretrain.checkpoint.Checkpoint;
import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.NamedTensor;
import avts.pretrain.checkpoint.Safetensors;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.exchange.TorchvisionNetwork;
import avts.pretrain.testing.Formula;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The Python code of docs/exchange.md, run: torchvision's file into a run, and checkpoints into
 * torchvision. Needs Debian's python3-torchvision; skipped without.
 */
@Tag("slow")
final class PythonExchangeTest {
  private static final Path PROJECT = Path.of(System.getProperty("avts.projectdir", ".."));
  private static final Path SCRIPTS = PROJECT.resolve("pretrain/src/test/python");
  private static final String PYTHON = "/usr/bin/python3";
  private static final int CLIPS = 2;

  @TempDir Path folder;

  private String said = "";

  @BeforeEach
  void writeTheDocumentedCode() throws Exception {
    assumeTrue(
        Files.exists(Path.of(PYTHON)) && python("-c", "import torchvision") == 0,
        "python3-torchvision is not installed");
    String page = Files.readString(PROJECT.resolve("docs/exchange.md"));
    for (String block : Splitter.on("```python\n").splitToList(page).subList(1, 3)) {
      String name = block.substring("# ".length(), block.indexOf(':'));
      Files.writeString(folder.resolve(name), block.substring(0, block.indexOf("```")));
    }
  }

  /** Runs Python to its end and returns its code; what it prints goes into {@link #said}. */
  private int python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", folder + ":" + SCRIPTS);
    Process process = builder.start();
    said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }

  private void check(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(SCRIPTS.resolve("check_exchange.py").toString()));
    all.addAll(List.of(arguments));
    assertEquals(0, python(all.toArray(new String[0])), () -> said);
    System.out.print(said);
  }

  private static ResolvedConfig<PretrainConfig> config(String arch, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "network.video.arch=" + arch,
                "clip.frames=8",
                "clip.size=56",
                "clip.small_side_min=64",
                "clip.small_side_max=64",
                "pairs.super_hard_max_seconds=0.5",
                "loss.learn_temperature=false"));
    settings.addAll(List.of(more));
    return ConfigReader.read(
        PROJECT.resolve("configs/torchvision.yaml"), settings, PretrainConfig.class);
  }

  private static float[] clips(PretrainConfig config) {
    return Formula.clips(CLIPS * config.clip().videoLength());
  }

  private Path features(float... features) throws IOException {
    Path file = folder.resolve("features.safetensors");
    List<Integer> shape = List.of(CLIPS, features.length / CLIPS);
    Safetensors.write(file, List.of(new NamedTensor("features", shape, features, 0)), Map.of());
    return file;
  }

  @ParameterizedTest
  @EnumSource(TorchvisionNetwork.class)
  void thereAndBack(TorchvisionNetwork network) throws Exception {
    String theirs = network.label().replace('-', '_');
    Path file = folder.resolve("torchvision.safetensors");
    check("write", theirs, file.toString());
    Path run = folder.resolve("run");
    ResolvedConfig<PretrainConfig> config = config(network.label());
    new WeightsImport(
            new WeightsImport.Request(file, network, config, List.of(), run, List.of("import")))
        .run();
    try (TrainedModel model = TrainedModel.open(run)) {
      Path expected = features(model.engine().encodeVideo(clips(config.value()), CLIPS));
      String weights = run.resolve("checkpoints/step-0/weights.safetensors").toString();
      check("compare", weights, theirs, expected.toString());
    }
  }

  @Test
  void ourOwnNetworkWithoutShortcuts() throws Exception {
    PretrainConfig config = config("mc3-18", "network.video.residual=false").value();
    try (SameDiffEngine engine = Networks.create(config)) {
      float[] parameters = Formula.vector(engine.parameters());
      float[] statistics = Formula.vector(engine.statistics());
      engine.load(parameters, statistics);
      List<NamedTensor> arrays =
          new ArrayList<>(WeightsFile.parts("", engine.parameters(), parameters));
      arrays.addAll(WeightsFile.parts("", engine.statistics(), statistics));
      Path checkpoint =
          new CheckpointStore(folder.resolve("checkpoints"), 1)
              .save(new Checkpoint(1, arrays, List.of(), new JsonMapper().createObjectNode()));
      Path expected = features(engine.encodeVideo(clips(config), CLIPS));
      String weights = checkpoint.resolve(CheckpointStore.WEIGHTS).toString();
      check("compare", weights, "mc3_18", expected.toString());
    }
  }
}
