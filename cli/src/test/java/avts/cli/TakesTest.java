package avts.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.take.Take;
import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;
import avts.datasets.take.TakeSet;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.run.TrainedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From stored takes without a waveform to encoders and their learning curve. */
class TakesTest {
  private static final int FRAMES = 20;

  @TempDir Path folder;

  /** Lips in a file of MATLAB level 4, and MFCC_E_D of HTK. */
  private void writeTake(String id, SplittableRandom random) throws IOException {
    int pixels = 60 * 80;
    ByteBuffer lips = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
    lips.putInt(50).putInt(pixels).putInt(FRAMES).putInt(0).putInt(4);
    lips.put("vid\0".getBytes(ISO_8859_1));
    for (int i = 0; i < pixels * FRAMES; i++) {
      lips.put((byte) random.nextInt(256));
    }
    lips.putInt(0).putInt(1).putInt(3).putInt(0).putInt(4).put("siz\0".getBytes(ISO_8859_1));
    lips.putDouble(60).putDouble(80).putDouble(FRAMES);
    Files.write(
        folder.resolve("set").resolve(id + "-lips.mat"),
        Arrays.copyOf(lips.array(), lips.position()));
    int vectors = 2 * FRAMES - 1;
    ByteBuffer mfcc = ByteBuffer.allocate(12 + vectors * 26 * 4);
    mfcc.putInt(vectors).putInt(200_000).putShort((short) 104).putShort((short) 0x146);
    for (int i = 0; i < vectors * 26; i++) {
      mfcc.putFloat((float) random.nextGaussian());
    }
    Files.write(folder.resolve("set").resolve(id + ".mfcc"), mfcc.array());
  }

  @Test
  void pretrainedOnTakesAndMeasuredOnOthers() throws IOException, MediaException {
    Files.createDirectory(folder.resolve("set"));
    SplittableRandom random = new SplittableRandom(1);
    for (String speaker : new String[] {"Anya", "Bill"}) {
      for (String letter : new String[] {"A", "B"}) {
        for (int repetition = 1; repetition <= 3; repetition++) {
          writeTake(letter + repetition + "_" + speaker, random);
        }
      }
    }
    Commands avts = new Commands(folder);
    avts.succeed(
        "index",
        avts.path("set"),
        "--takes",
        "avletters",
        "--repetitions",
        "1,2",
        "--out",
        avts.path("takes.jsonl"));
    assertTrue(avts.printed().contains("8 takes"), avts.printed());
    avts.succeed(
        avts.pretrain(
            "avletters-pretrain.yaml",
            "takes.jsonl",
            "run",
            "--set=data.split.rule=hash",
            "--set=data.split.validation_share=0.4",
            "--set=training.epochs=2",
            "--set=schedule.warmup_epochs=0",
            "--set=curriculum.stages.0.epochs=1"));
    Files.writeString(
        folder.resolve("transfer.yaml"),
        String.join(
            "\n",
            "extends: " + Commands.CONFIGS.resolve("letters-curve-transfer.yaml").toAbsolutePath(),
            "tdl:",
            "  video:",
            "    layers: {hidden: [8, 8, 8]}",
            "    pretraining: {clusters: 4, learning: {epochs: 2}}",
            "    learning: {epochs: 2}",
            "  audio:",
            "    layers: {hidden: [8, 8, 8]}",
            "    learning: {epochs: 2}",
            "  finetune: {epochs: 2}"));
    assertEquals(
        0,
        curve(
            avts,
            "3",
            "--transfer",
            avts.path("transfer.yaml"),
            "--report",
            avts.path("curve.html")),
        avts::complained);
    assertTrue(avts.printed().contains("seen in training: 0"), avts.printed());
    assertTrue(avts.printed().contains("TDL knn-3-mostly"), avts.printed());
    assertTrue(
        Files.readString(folder.resolve("run/evaluations/eval-takes.json")).contains("\"p\""));
    assertTrue(Files.readString(folder.resolve("curve.html")).contains("Learning curve, audio"));
    Commands again = new Commands(folder);
    assertEquals(3, curve(again, "2"), "these takes were trained on");
    assertTrue(again.complained().contains("seen in training"), again.complained());
    vectorsAreMeansOfClips();
    lipsAreReadOnTheEncoders();
  }

  private int transfer(Commands avts, int fold) {
    return avts.run(
        "transfer",
        "--config",
        Commands.CONFIGS.resolve("avletters-encoders.yaml").toString(),
        "--data",
        avts.path("set"),
        "--model",
        avts.path("run"),
        "--out",
        avts.path("transfer-" + fold),
        "--jobs=1",
        "--set=protocol.only_folds=[" + fold + "]",
        "--set=protocol.seeds=[1]",
        "--set=tdl.video.pretraining=null",
        "--set=tdl.video.learning.epochs=2",
        "--set=tdl.audio.learning.epochs=2",
        "--set=tdl.unfreeze.learning.epochs=1",
        "--set=tdl.mapping.knn.k=2",
        "--set=rows=[{kind: unimodal, layers: [], mixes: []}, {kind: unfrozen, layers: [], mixes:"
            + " []}, {kind: knn, layers: [3], mixes: [alone]}]",
        "--set=lip_reader=unimodal",
        "--set=comparison.gain=null",
        "--set=comparison.oracle=null",
        "--set=comparison.controls=[]");
  }

  /** The whole way with the command line; the reader that is left needs the run alone. */
  private void lipsAreReadOnTheEncoders() throws IOException {
    Commands seen = new Commands(folder);
    assertEquals(3, transfer(seen, 2), "repetition 2 was trained on");
    Commands avts = new Commands(folder);
    assertEquals(0, transfer(avts, 3), avts::complained);
    assertTrue(avts.printed().contains("seen in training: 0 of 4 test takes"), avts.printed());
    assertTrue(avts.printed().contains("unfrozen"), avts.printed());
    Files.move(folder.resolve("run"), folder.resolve("run-elsewhere"));
    avts.succeed(
        "transfer",
        "predict",
        "--model",
        avts.path("transfer-3"),
        "--top",
        "2",
        folder.resolve("set").resolve("A3_Anya-lips.mat").toString());
    assertTrue(avts.printed().contains("%"), avts.printed());
  }

  /** Two clips of ten pictures in a take of twenty; the sound's first clip cut by hand. */
  private void vectorsAreMeansOfClips() throws IOException, MediaException {
    TakeSet set = TakeFormat.AVLETTERS.read(folder.resolve("set"), TakeOptions.usual());
    Take take = set.takes().get(3);
    try (TrainedModel model = TrainedModel.open(folder.resolve("run"))) {
      TakeEmbedder whole = TakeEmbedder.of(model, set, new TakeEmbedder.Windows(10, 1));
      TakeEmbedder halves = TakeEmbedder.of(model, set, new TakeEmbedder.Windows(10, 2));
      TakeEmbedder thirds = TakeEmbedder.of(model, set, new TakeEmbedder.Windows(10, 3));
      assertEquals(2 * whole.soundSize(), halves.soundSize());
      assertEquals(whole.videoSize(), whole.video(take).length);
      requireMean(whole.video(take), halves.video(take));
      requireMean(whole.sound(take), halves.sound(take));
      assertEquals(thirds.videoSize(), thirds.video(take).length, "more parts than clips");
      FeatureTrack track = set.sound(take);
      float[] clip = new float[26 * 19];
      for (int vector = 0; vector < 19; vector++) {
        for (int value = 0; value < 26; value++) {
          clip[value * 19 + vector] = track.values()[vector * 26 + value];
        }
      }
      model.normalisation().apply(clip, 0, 19);
      float[] first = model.engine().encodeAudio(clip, 1);
      assertArrayEquals(first, Arrays.copyOf(halves.sound(take), halves.soundSize() / 2), 1e-4f);
      assertEquals(List.of(), whole.seen(List.of(set.takes().get(4))), "a third repetition");
    }
  }

  private static void requireMean(float[] mean, float[] parts) {
    for (int i = 0; i < mean.length; i++) {
      assertEquals((parts[i] + parts[mean.length + i]) / 2, mean[i], 1e-4f);
    }
  }

  private static int curve(Commands avts, String tested, String... more) {
    String[] usual = {
      "eval",
      "takes",
      "--model",
      avts.path("run"),
      "--config",
      Commands.CONFIGS.resolve("letters-curve.yaml").toString(),
      "--data",
      avts.path("set"),
      "--format",
      "avletters",
      "--set=seeds=[1]",
      "--set=test_repetitions=[" + tested + "]",
      "--set=labelled_repetitions=[1]",
      "--set=layers.hidden=[8]",
      "--set=learning.epochs=2",
      "--set=bootstrap_draws=100"
    };
    String[] all = Arrays.copyOf(usual, usual.length + more.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return avts.run(all);
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    Commands avts = new Commands(folder);
    String out = avts.path("m.jsonl");
    assertEquals(2, avts.run("index", avts.path("set"), "--repetitions", "1", "--out", out));
    assertEquals(
        2, avts.run("index", avts.path("a"), avts.path("b"), "--takes", "avletters", "--out", out));
    assertEquals(2, avts.run("index", avts.path("set"), "--takes", "folders", "--out", out));
    assertEquals(2, avts.run("index", avts.path("set"), "--takes", "crema-d", "--out", out));
    assertTrue(avts.complained().contains("takes of crema-d are videos"), avts.complained());
    assertEquals(
        2,
        avts.run("synth", "--kind", "letters", "--videos", "26", "--seconds", "2", "--out", out));
    assertEquals(
        2, avts.run("synth", "--kind", "letters", "--videos", "27", "--out", avts.path("x")));
  }
}
