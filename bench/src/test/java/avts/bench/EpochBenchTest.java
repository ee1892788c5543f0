package avts.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EpochBenchTest {
  private static final Path CONFIG =
      Path.of(System.getProperty("avts.projectdir"), "configs", "quickstart.yaml");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config=" + CONFIG,
                "--data=" + data,
                "--set=data.split.rule=hash",
                "--set=batch.videos_per_batch=2",
                "--set=network.video.width=0.0625",
                "--set=network.audio.width=0.0625"));
    arguments.addAll(List.of(more));
    return new CommandLine(new EpochBench())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void everyEpochIsToldBesideTheSameStepsInMemory() throws Exception {
    ClipConfig clip =
        new ClipConfig(
            FrameRate.of(25),
            25,
            1,
            48,
            48,
            56,
            true,
            List.of(110.0),
            List.of(58.0),
            ClipView.NATURAL);
    TrainingLoad load = new TrainingLoad(clip, FilterBankConfig.paper().atSampleRate(16_000), 2);
    Path store = folder.resolve("store");
    load.prepare(TrainingLoad.synthetic(8, folder.resolve("originals")), store);

    assertEquals(0, run(store, "--epochs=3", "--skip=1"), err::toString);

    String text = out.toString();
    Matcher epochs =
        Pattern.compile("epoch (\\d): ([\\d.]+) ms a step, ([\\d.]+) .* ratio ([\\d.]+),")
            .matcher(text);
    for (int epoch = 1; epoch <= 3; epoch++) {
      assertTrue(epochs.find(), text);
      assertEquals(epoch, Integer.parseInt(epochs.group(1)));
      double loaded = Double.parseDouble(epochs.group(2));
      double alone = Double.parseDouble(epochs.group(3));
      assertEquals(loaded / alone, Double.parseDouble(epochs.group(4)), 0.02 * loaded / alone);
    }
    assertTrue(text.contains("medians of the last 2"), text);
  }

  @Test
  void wrongAnswersAreToldBeforeAnythingIsMeasured() {
    assertEquals(2, run(folder, "--epochs=2", "--skip=2"));
    assertTrue(err.toString().contains("--epochs must be more than --skip"), err::toString);
    assertEquals(2, run(folder, "--set=batch.micro_batches=2"));
    assertTrue(err.toString().contains("batch.micro_batches"), err::toString);
    assertEquals(2, run(folder, "--set=cache.megabytes=lots"));
    assertTrue(err.toString().contains("cache.megabytes"), err::toString);
    assertEquals(2, run(folder));
    assertTrue(err.toString().contains("manifest.jsonl"), err::toString);
  }
}
