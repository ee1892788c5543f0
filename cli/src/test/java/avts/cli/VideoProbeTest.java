package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The video probes on real files in the layouts of UCF101 and HMDB51. */
final class VideoProbeTest {
  private static final String CONFIG = Commands.CONFIGS.resolve("video-probe.yaml").toString();

  @TempDir Path folder;

  private Commands avts;

  @BeforeEach
  void setUp() {
    avts = new Commands(folder);
    for (String layout : List.of("ucf101", "hmdb51")) {
      avts.succeed(
          "synth",
          "--kind",
          "actions",
          "--layout",
          layout,
          "--videos",
          "48",
          "--size",
          "32x32",
          "--seconds",
          "3",
          "--out",
          avts.path(layout));
    }
  }

  private String[] probe(String command, String data, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "eval",
                command,
                "--model",
                avts.path("run"),
                "--config",
                CONFIG,
                "--data",
                avts.path(data),
                "--format",
                data,
                "--set",
                "seeds=[1,2]",
                "--set",
                "labels.shares=[1.0]",
                "--set",
                "labels.clips=2",
                "--set",
                "linear.epochs=3",
                "--set",
                "bootstrap_draws=100"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private JsonNode json(String file) throws IOException {
    return new JsonMapper().readTree(folder.resolve(file).toFile());
  }

  @Test
  void pretrainedBesideScratchOnBothLayouts() throws IOException {
    avts.succeed(
        avts.pretrain(
            "demo.yaml",
            "ucf101",
            "run",
            "--set=data.split.rule=hash",
            "--set=data.split.validation_share=0.3",
            "--set=data.split.test_list=" + avts.path("ucf101/ucfTrainTestlist/testlist01.txt"),
            "--set=training.epochs=1",
            "--set=curriculum.stages.0.epochs=1"));
    avts.succeed(probe("knn", "ucf101", "--json", avts.path("knn.json")));
    check(json("knn.json"), "eval knn", 6);
    avts.succeed(probe("linear", "hmdb51", "--json", avts.path("linear.json"), "--allow-seen"));
    check(json("linear.json"), "eval linear", 3);
    String[] finetune =
        probe(
            "finetune",
            "ucf101",
            "--out",
            avts.path("ft"),
            "--json",
            avts.path("ft.json"),
            "--set",
            "finetune.training.epochs=2",
            "--set",
            "finetune.batches_per_epoch=2",
            "--set",
            "finetune.clips_per_batch=4",
            "--set",
            "finetune.validation_clips=1",
            "--set",
            "finetune.body_rates=[0.1]");
    avts.succeed(finetune);
    check(json("ft.json"), "eval finetune", 1);
    Path cell = folder.resolve("ft/pretrained-share-1.0-seed-1-rate-0.1");
    assertTrue(Files.readString(cell.resolve("config.yaml")).contains("start: pretrained"));
    assertTrue(
        Files.readString(cell.resolve("provenance.json")).contains("\"parents\""), "a parent");
    assertEquals(Failures.FAILED, avts.run(finetune), "there are runs already");
    List<String> again = new ArrayList<>(List.of(finetune));
    again.add("--resume");
    JsonNode before = json("ft.json").path("figures");
    avts.succeed(again.toArray(new String[0]));
    assertEquals(before, json("ft.json").path("figures"), "resumed and reloaded, the same");

    assertEquals(
        Failures.DATA_REFUSED, avts.run(probe("knn", "ucf101", "--split", "2")), "seen videos");
    assertTrue(avts.complained().contains("seen in training: "), avts.complained());
    Path video = folder.resolve("ucf101/Grow/v_Grow_g01_c01.avi");
    Files.writeString(video, "not a video");
    assertEquals(Failures.DATA_REFUSED, avts.run(probe("knn", "ucf101")));
    assertTrue(avts.complained().contains("Grow/v_Grow_g01_c01.avi (undecodable"), "undecodable");
    Files.delete(video);
    assertEquals(Failures.DATA_REFUSED, avts.run(probe("knn", "ucf101")));
    assertTrue(avts.complained().contains("1 of 48 videos that ucf101 split 1 names are absent"));
  }

  private static void check(JsonNode measurement, String command, int tried) {
    assertEquals(command, measurement.path("command").asText());
    JsonNode figures = measurement.path("figures");
    assertEquals(tried, figures.path("settings_tried").asInt());
    assertEquals(16, figures.path("test_videos").asInt());
    assertEquals(8, figures.path("test_groups").asInt());
    assertEquals(0.125, figures.path("chance").asDouble());
    assertEquals(2, figures.path("rows").size());
    for (JsonNode row : figures.path("rows")) {
      int told = 0;
      int right = 0;
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
          told += row.path("confusion").get(i).get(j).asInt();
        }
        right += row.path("confusion").get(i).get(i).asInt();
      }
      assertEquals(32, told, "16 videos, two seeds");
      assertEquals(right / 32.0, row.at("/top1/value").asDouble(), 1e-9);
      assertEquals(2, row.path("seeds").size());
    }
    double gain =
        figures.at("/rows/0/top1/value").asDouble() - figures.at("/rows/1/top1/value").asDouble();
    assertEquals(gain, figures.at("/gains/0/difference/value").asDouble(), 1e-9);
  }
}
