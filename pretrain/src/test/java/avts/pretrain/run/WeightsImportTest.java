package avts.pretrain.run;

import static avts.pretrain.testing.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.checkpoint.CheckpointStore;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.SafetensorsReader;
import avts.pretrain.checkpoint.WeightsFile;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.ParameterInfo;
import avts.pretrain.engine.SameDiffEngine;
import avts.pretrain.exchange.StateDictException;
import avts.pretrain.exchange.TorchvisionNetwork;
import avts.pretrain.testing.Formula;
import avts.pretrain.testing.LinearTowers;
import avts.pretrain.testing.Recipes;
import avts.pretrain.testing.StateDicts;
import avts.pretrain.testing.ToyEpochs;
import avts.pretrain.train.Start;
import avts.pretrain.train.SyncTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run made of torchvision's mc3_18, and what can be done with it. */
final class WeightsImportTest {
  private static final int CLIPS = 2;

  /** The file and the run made of it, which no test changes. */
  @TempDir static Path shared;

  private static Path file = Path.of("");
  private static Path run = Path.of("");
  private static WeightsImport.@Nullable Outcome outcome;

  @TempDir Path folder;

  /** Eight frames of 56 pixels, an eighth of the work; the weights are those of any size. */
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
                "network.audio.width=0.1"));
    settings.addAll(List.of(more));
    return ConfigReader.read(
        Path.of(System.getProperty("avts.projectdir", ".."), "configs", "torchvision.yaml"),
        settings,
        PretrainConfig.class);
  }

  private static WeightsImport.Request request(
      TorchvisionNetwork network, ResolvedConfig<PretrainConfig> config, Path target) {
    return new WeightsImport.Request(
        file, network, config, List.of(), target, List.of("import", "--out", target.toString()));
  }

  @BeforeAll
  static void makeRun() throws IOException {
    file = shared.resolve("mc3_18.safetensors");
    run = shared.resolve("imported");
    ResolvedConfig<PretrainConfig> config = config("mc3-18");
    try (SameDiffEngine engine = Networks.create(config.value())) {
      StateDicts.write(engine, file);
    }
    outcome = new WeightsImport(request(TorchvisionNetwork.MC3_18, config, run)).run();
  }

  private static float[] array(Path weights, String name) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(weights)) {
      float[] values = new float[Objects.requireNonNull(reader.entries().get(name), name).size()];
      reader.read(name, values, 0);
      return values;
    }
  }

  private static void assertNear(float[] expected, float... actual) {
    assertEquals(expected.length, actual.length);
    double square = 0;
    for (float value : expected) {
      square += (double) value * value / expected.length;
    }
    for (int i = 0; i < actual.length; i++) {
      assertEquals(expected[i], actual[i], 1e-4 * Math.sqrt(square));
    }
  }

  @Test
  void featuresAndClassesAreTorchvisions() throws Exception {
    Path vectors =
        Path.of(
            Objects.requireNonNull(
                    getClass().getResource("/avts/pretrain/exchange/mc3-18-8x56.safetensors"))
                .toURI());
    try (TrainedModel model = TrainedModel.open(run)) {
      float[] features =
          model
              .engine()
              .encodeVideo(
                  Formula.clips(CLIPS * model.config().value().clip().videoLength()), CLIPS);
      assertNear(array(vectors, "pooled"), features);
      Path weights = CheckpointStore.locate(run).resolve(CheckpointStore.WEIGHTS);
      float[] weight = array(weights, "video.fc.weight");
      float[] logits = new float[CLIPS * 400];
      float[] bias = array(weights, "video.fc.bias");
      for (int i = 0; i < logits.length; i++) {
        double sum = bias[i % 400];
        for (int k = 0; k < 512; k++) {
          sum += (double) weight[i % 400 * 512 + k] * features[i / 400 * 512 + k];
        }
        logits[i] = (float) sum;
      }
      assertNear(array(vectors, "logits"), logits);
    }
  }

  @Test
  void theRunSaysWhereItComesFrom() throws IOException {
    String sha256 = WeightsFile.sha256(file);
    Provenance provenance = Provenance.read(run);
    assertEquals(List.of(sha256), provenance.parents());
    assertEquals(
        List.of(new Provenance.Origin("torchvision mc3-18", "mc3_18.safetensors", sha256, false)),
        provenance.origins());
    assertEquals(List.of("import", "--out", "imported"), provenance.command());
    assertEquals(List.of("mc3_18.safetensors"), provenance.unlisted());
    WeightsImport.Outcome made = Objects.requireNonNull(outcome);
    // 11 695 440 parameters with the head; two statistics for each of the 4 800 channels of norms.
    assertEquals(11_695_440 + 2 * 4800, made.values());
    assertEquals(400, made.classes());
    assertEquals(List.of("audio.", "head.", "sync."), made.untrained().stream().sorted().toList());
  }

  @Test
  void whatIsNotInTheFileFollowsTheSeed() throws IOException {
    Path again = folder.resolve("again");
    new WeightsImport(request(TorchvisionNetwork.MC3_18, config("mc3-18"), again)).run();
    Path other = folder.resolve("other");
    new WeightsImport(request(TorchvisionNetwork.MC3_18, config("mc3-18", "seed=2"), other)).run();
    String name = "audio.conv1.weight";
    String weights = "checkpoints/step-0/weights.safetensors";
    float[] first = array(run.resolve(weights), name);
    assertArrayEquals(first, array(again.resolve(weights), name));
    assertFalse(Arrays.equals(first, array(other.resolve(weights), name)));
  }

  @Test
  void pictureAndSoundAreNotCompared() throws IOException {
    assertRefused(
        IllegalArgumentException.class,
        "imported/step-0 was imported without",
        () -> {
          try (ModelEvaluation evaluation =
              ModelEvaluation.open(run, new ModelEvaluation.Request(null, false))) {
            evaluation.seen();
          }
        });
    try (TrainedModel model = TrainedModel.open(run)) {
      assertRefused(IllegalArgumentException.class, "init.from", model::embedder);
    }
    assertRefused(
        IOException.class, "nothing was trained in it", () -> DataLocation.manifestOf(run));
  }

  @Test
  void aTrainingTakesTheTrainedTowerOnly() throws IOException {
    try (LinearTowers engine = new LinearTowers()) {
      SyncTask task = new SyncTask(engine, new ToyEpochs(1, 10, 8));
      for (String tower : List.of("audio.", "head.video.", "")) {
        assertRefused(
            IllegalArgumentException.class,
            "never trained",
            () ->
                new Start.InitializeFrom(run, List.of("video.", tower))
                    .state(task, Recipes.curriculum(4, 2), LinearTowers.initial(2)));
      }
    }
    ResolvedConfig<PretrainConfig> config = config("mc3-18", "seed=5");
    try (SameDiffEngine engine = Networks.create(config.value())) {
      SyncTask task = new SyncTask(engine, new ToyEpochs(1, 10, 8));
      float[] parameters =
          new Start.InitializeFrom(run, List.of("video."))
              .state(task, Recipes.curriculum(4, 2), Networks.initial(config.value(), engine))
              .parameters();
      int compared = 0;
      for (ParameterInfo info : engine.parameters()) {
        if (info.name().startsWith("video.")) {
          assertArrayEquals(
              Formula.weight(info.name(), info.shape()),
              Arrays.copyOfRange(parameters, info.offset(), info.offset() + info.size()),
              info.name());
          compared++;
        }
      }
      assertEquals(60, compared); // 20 convolutions, each with a batch norm of two arrays
    }
  }

  @Test
  void wrongRequestsLeaveNothingBehind() throws IOException {
    Path target = folder.resolve("run");
    assertRefused(
        StateDictException.class,
        "mc3_18.safetensors is no state dict of r3d-18, it looks like mc3-18: "
            + "layer2.0.conv1.0.weight should have shape [128, 64, 3, 3, 3] and has"
            + " [128, 64, 1, 3, 3]",
        () ->
            new WeightsImport(request(TorchvisionNetwork.R3D_18, config("r3d-18"), target)).run());
    assertRefused(
        IllegalArgumentException.class,
        "network.video.residual must be true for mc3-18, got false",
        () ->
            new WeightsImport(
                    request(
                        TorchvisionNetwork.MC3_18,
                        config("mc3-18", "network.video.residual=false"),
                        target))
                .run());
    assertFalse(Files.exists(target));
    assertRefused(
        IOException.class,
        "holds a run already",
        () -> new WeightsImport(request(TorchvisionNetwork.MC3_18, config("mc3-18"), run)).run());
    assertTrue(Files.exists(run.resolve("config.yaml")));
  }
}
