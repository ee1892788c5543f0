package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaWriter;
import avts.datasets.media.OutputFormat;
import avts.datasets.media.OutputFormat.AudioCodec;
import avts.datasets.media.OutputFormat.Container;
import avts.datasets.media.OutputFormat.VideoCodec;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.datasets.time.FrameRate;
import avts.distill.run.DistillConfig.DataConfig;
import avts.distill.run.DistillFigures.RowFigures;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.grid.CellProcesses.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Emotions from files, with the config that is meant for the published sets: made mp4 under the
 * names of CREMA-D and RAVDESS, in which the angry are high and bright. No published set was at
 * hand.
 */
class EmotionRunTest {
  private static final int RATE = 16_000;
  private static final int FRAMES = 15;
  private static final int SIDE = 32;

  @TempDir Path folder;

  private void video(String name, boolean angry, int take) throws IOException, MediaException {
    Path file = folder.resolve("set").resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    OutputFormat format =
        new OutputFormat(
            Container.MP4,
            OutputFormat.Video.of(VideoCodec.H264, SIDE, SIDE, FrameRate.of(25)),
            OutputFormat.Audio.of(AudioCodec.AAC, RATE, 1));
    try (MediaWriter writer = MediaWriter.create(file, format)) {
      for (int frame = 0; frame < FRAMES; frame++) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        int lit = angry ? frame % SIDE : SIDE - 1 - frame % SIDE;
        Arrays.fill(rgb, 3 * SIDE * lit, 3 * SIDE * (lit + 1), (byte) (100 + take));
        writer.writeFrame(rgb);
      }
      float[] samples = new float[FRAMES * RATE / 25];
      for (int n = 0; n < samples.length; n++) {
        double hertz = (angry ? 1500 : 400) + 20 * take;
        samples[n] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * n / RATE));
      }
      writer.writeSamples(samples);
      writer.finish();
    }
  }

  private DistillRun open(String... settings) throws Exception {
    List<String> overrides =
        Stream.concat(
                Stream.of(settings),
                Stream.of(
                    "protocol.folds=3",
                    "protocol.only_folds=[1]",
                    "protocol.seeds=[1]",
                    "senses.seen.components=4",
                    "teacher.learning.epochs=15",
                    "student.learning.epochs=15",
                    "comparison.draws=200",
                    "comparison.flips=200"))
            .toList();
    ResolvedConfig<DistillConfig> config =
        ConfigReader.read(
            Path.of("..", "configs", "lupi-emotion.yaml"), overrides, DistillConfig.class);
    DataConfig data = config.value().data();
    TakeSet set = data.format().read(folder.resolve("set"), data.options());
    return DistillRun.open(config, set, folder.resolve("run"));
  }

  @Test
  void cremaD() throws Exception {
    for (String speaker : List.of("1001", "1002", "1003")) {
      for (int take = 0; take < 2; take++) {
        String sentence = List.of("DFA", "IEO").get(take);
        video("VideoFlash/" + speaker + "_" + sentence + "_ANG_XX.mp4", true, take);
        video("VideoFlash/" + speaker + "_" + sentence + "_SAD_XX.mp4", false, take);
      }
    }
    DistillRun run = open();
    run.make(new Share(0, 1));
    DistillFigures figures = run.figures();
    assertEquals(Measure.ACCURACY, figures.measure());
    assertEquals(4, figures.asked());
    for (RowFigures row : figures.tables().get(0).rows()) {
      assertEquals(List.of("angry", "sad"), Objects.requireNonNull(row.confusion()).labels());
    }
    RowFigures scratch = figures.tables().get(0).rows().get(0);
    assertTrue(scratch.value().value() > 0.9 && scratch.second() > 0.9, scratch.toString());
  }

  @Test
  void ravdess() throws Exception {
    for (String actor : List.of("01", "02", "03")) {
      for (int take = 0; take < 2; take++) {
        String rest = "-01-01-0" + (take + 1) + "-" + actor + ".mp4";
        video("Actor_" + actor + "/01-01-05" + rest, true, take);
        video("Actor_" + actor + "/01-01-04" + rest, false, take);
      }
    }
    DistillRun run = open("data.format=ravdess");
    assertEquals(9, run.cells()); // one fold, one seed
    assertEquals(
        List.of("angry", "sad"),
        run.set().takes().stream().map(Take::label).distinct().sorted().toList());
    for (Take take : run.set().takes()) {
      assertEquals(26, run.set().sound(take).dimensions());
      assertEquals(FRAMES, run.set().video(take).frames());
    }
  }
}
