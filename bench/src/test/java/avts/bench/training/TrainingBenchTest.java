package avts.bench.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.bench.torch.TorchWorker;
import avts.datasets.synth.ImpactsConfig;
import avts.datasets.synth.ImpactsGenerator;
import avts.pretrain.report.MetricsLog;
import avts.pretrain.report.Report.Point;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TrainingBenchTest {
  private static final Path CONFIG =
      Path.of(System.getProperty("avts.projectdir"), "configs", "quickstart.yaml");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(List<String> arguments) {
    return new CommandLine(new TrainingBench())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  /** The same videos, first values and batches give the same loss, gradient and validation. */
  @Test
  void bothEnginesMakeTheSameTraining() throws Exception {
    assumeTrue(TorchWorker.isPresent(), "libtorch comes for Linux on x86-64 alone");
    videos("train", 16, 1);
    videos("validation", 6, 2);
    Path runs = folder.resolve("runs");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config=" + CONFIG,
                "--data=" + folder.resolve("videos"),
                "--out=" + runs,
                "--engine=onednn,libtorch",
                "--reach=0"));
    for (String setting :
        List.of(
            "training.epochs=2",
            "curriculum.stages.0.epochs=2",
            "network.video.width=0.0625",
            "network.audio.width=0.0625")) {
      arguments.add("--set=" + setting);
    }

    assertEquals(0, run(arguments), err::toString);

    assertTrue(out.toString().contains("seconds to it"), out::toString);
    MetricsLog ours = MetricsLog.read(runs.resolve("onednn-seed-1/metrics.jsonl"));
    MetricsLog theirs = MetricsLog.read(runs.resolve("libtorch-seed-1/metrics.jsonl"));
    List<Double> losses = curve(ours, "loss");
    assertEquals(4, losses.size());
    assertEquals(curve(theirs, "loss").get(0), losses.get(0), 1e-4);
    assertEquals(curve(theirs, "loss").get(3), losses.get(3), 0.02);
    double norm = curve(theirs, "gradient_norm").get(0);
    assertEquals(norm, curve(ours, "gradient_norm").get(0), 1e-3 * norm);
  }

  @Test
  void wrongAnswersAreToldBeforeAnythingIsTrained() throws Exception {
    Path existing = Files.createDirectory(folder.resolve("existing"));
    String runs = "--out=" + folder.resolve("runs");

    assertEquals(2, run(withData("--out=" + existing)));
    assertTrue(err.toString().contains("exists: name a new folder"), err::toString);
    assertEquals(2, run(withData(runs, "--engine=libtorch-fast")));
    assertEquals(2, run(withData(runs, "--engine=fast")));
    assertTrue(err.toString().contains("engine.convolutions"), err::toString);
    assertEquals(2, run(List.of("--config=" + CONFIG, "--data=nowhere", runs)));
    assertTrue(err.toString().contains("there is no --data nowhere"), err::toString);
    assertTrue(Files.notExists(folder.resolve("runs")));
  }

  private static List<String> withData(String... more) {
    return Stream.concat(Stream.of("--config=" + CONFIG, "--data=" + CONFIG), Stream.of(more))
        .toList();
  }

  private void videos(String part, int count, long seed) throws Exception {
    ImpactsGenerator.generate(
        new ImpactsConfig(count, seed, false, 4, 96, 72),
        folder.resolve("videos").resolve(part),
        2,
        () -> {});
  }

  private static List<Double> curve(MetricsLog log, String key) {
    return log.curves().getOrDefault(key, List.of()).stream().map(Point::y).toList();
  }
}
