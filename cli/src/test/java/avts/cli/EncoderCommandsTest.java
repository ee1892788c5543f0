package avts.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.NpyFile;
import avts.datasets.signal.WavFile;
import avts.pretrain.embed.EmbeddingFile;
import avts.pretrain.run.TrainedModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code avts embed} and {@code avts eval svm} with a model trained for two epochs, on real files.
 */
final class EncoderCommandsTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("avts.projectdir")).resolve("distill/examples");

  @TempDir static Path shared;
  @TempDir Path folder;

  private Commands avts;

  @BeforeAll
  static void train() {
    Commands commands = new Commands(shared);
    commands.makeVideos();
    commands.succeed(
        commands.pretrain(
            "demo.yaml",
            "videos",
            "run",
            "--set=training.epochs=2",
            "--set=curriculum.stages.0.epochs=2"));
  }

  @BeforeEach
  void setUp() {
    avts = new Commands(folder);
  }

  private static String shared(String name) {
    return shared.resolve(name).toString();
  }

  private void embed(String out, String... more) {
    avts.succeed(arguments(out, more));
  }

  private String[] arguments(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("embed", "--model", shared("run"), "--out", avts.path(out)));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private EmbeddingFile read(String name) throws IOException {
    return EmbeddingFile.read(folder.resolve(name));
  }

  /** Videos of 4 s in clips of 1 s every 0.5 s: seven starts each, rounded to frames of 40 ms. */
  @Test
  void bothStreamsHaveTheSameClipsWithTheirTimes() throws IOException {
    embed("v.npy", "--input", shared("videos/validation"), "--hop", "0.5", "--layer", "head");
    EmbeddingFile video = read("v.video.npy");
    EmbeddingFile audio = read("v.audio.npy");
    assertEquals(4 * 7, video.ids().size());
    double[] starts = {0, 0.52, 1, 1.52, 2, 2.52, 3};
    for (int row = 0; row < video.ids().size(); row++) {
      EmbeddingFile.Id id = video.ids().get(row);
      assertEquals(starts[row % 7], id.startSeconds(), 1e-12);
      assertTrue(
          id.file().endsWith(String.format(Locale.ROOT, "impacts-2-%05d.mp4", row / 7)), id.file());
      assertEquals(id.file(), audio.ids().get(row).file());
      assertEquals(id.startSeconds(), audio.ids().get(row).startSeconds());
    }
    assertTrue(video.space().comparableWith(audio.space()));
    assertTrue(video.space().model().startsWith("run/step-"), video.space().model());
  }

  /** The order of files is that of the inputs and each vector depends on its own clip alone. */
  @Test
  void bytesDependNeitherOnThreadsNorOnOtherFiles() throws Exception {
    String videos = shared("videos/test");
    embed("one.npy", "--input", videos, "--streams", "audio", "--workers", "1");
    embed("many.npy", "--input", videos, "--streams", "audio", "--workers", "7");
    byte[] expected = Files.readAllBytes(folder.resolve("one.npy"));
    assertArrayEquals(expected, Files.readAllBytes(folder.resolve("many.npy")));
    assertEquals(
        Files.readAllLines(folder.resolve("one.ids.jsonl")),
        Files.readAllLines(folder.resolve("many.ids.jsonl")));
    for (String threads : List.of("1", "2")) {
      embedInAnotherProcess(threads, videos, "process-" + threads);
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("process-1.video.npy")),
          Files.readAllBytes(folder.resolve("process-" + threads + ".video.npy")),
          "pictures, threads: " + threads);
      assertArrayEquals(
          expected,
          Files.readAllBytes(folder.resolve("process-" + threads + ".audio.npy")),
          "sound, threads: " + threads);
    }
    embed("last.npy", "--input", shared("videos/test/impacts-3-00002.mp4"), "--streams", "audio");
    float[] all = read("one.npy").values();
    float[] last = read("last.npy").values();
    assertArrayEquals(Arrays.copyOfRange(all, all.length - last.length, all.length), last, 1e-5f);
  }

  private void embedInAnotherProcess(String threads, String input, String out) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments(out + ".npy", "--input", input, "--workers", threads)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", threads);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
  }

  /** At the model's rate, and resampled from another; the ids and the space are the run's own. */
  @Test
  void aBundleGivesTheVectorsOfItsRun() throws IOException {
    Path sounds = Files.createDirectories(folder.resolve("sounds"));
    WavFile.write(sounds.resolve("a.wav"), noise(3 * 16_000, 1), 16_000);
    WavFile.write(sounds.resolve("b.wav"), noise(4 * 44_100, 2), 44_100);
    for (String layer : List.of("encoder", "head", "conv3")) {
      String bundle = avts.path("bundle-" + layer);
      avts.succeed("export", "--model", shared("run"), "--out", bundle, "--layer", layer);
      embed(
          "run.npy",
          "--input",
          sounds.toString(),
          "--streams",
          "audio",
          "--layer",
          layer,
          "--hop",
          "0.4");
      avts.succeed(
          "embed",
          "--model",
          bundle,
          "--input",
          sounds.toString(),
          "--hop",
          "0.4",
          "--out",
          avts.path("bundle.npy"));
      EmbeddingFile expected = read("run.npy");
      EmbeddingFile found = read("bundle.npy");
      assertEquals(expected.space(), found.space());
      assertEquals(expected.ids(), found.ids());
      assertArrayEquals(expected.values(), found.values(), 1e-4f);
    }
  }

  private static float[] noise(int count, long seed) {
    float[] noise = new float[count];
    Random random = new Random(seed);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 0.2f * (float) Math.sin(i / 5e3) * (2 * random.nextFloat() - 1);
    }
    return noise;
  }

  @Test
  void exportsAreWholeOrAbsentAndNothingIsOverwritten() throws IOException {
    String bundle = avts.path("bundle");
    avts.succeed("export", "--model", shared("run"), "--out", bundle);
    byte[] model = Files.readAllBytes(folder.resolve("bundle/model.onnx"));
    assertEquals(1, avts.run("export", "--model", shared("run"), "--out", bundle));
    assertTrue(avts.complained().contains("it exists"), avts.complained());
    assertArrayEquals(model, Files.readAllBytes(folder.resolve("bundle/model.onnx")));
    assertEquals(
        Failures.USAGE,
        avts.run("export", "--model", shared("run"), "--out", avts.path("no"), "--layer", "conv9"));
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("bundle"), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    for (String stream : List.of("video", "audio")) {
      Path file = folder.resolve(stream + ".onnx");
      avts.succeed("export", "--model", shared("run"), "--out", file.toString(), "--onnx", stream);
      assertTrue(Files.size(file) > 1_000);
    }
  }

  @Test
  void aBundleThatCannotBeUsedIsRefused() throws IOException {
    String bundle = avts.path("bundle");
    avts.succeed("export", "--model", shared("run"), "--out", bundle);
    Path sound = folder.resolve("a.wav");
    WavFile.write(sound, noise(16_000, 3), 16_000);
    List<String> embed =
        List.of(
            "embed", "--model", bundle, "--input", sound.toString(), "--out", avts.path("a.npy"));
    assertEquals(Failures.USAGE, avts.run(with(embed, "--streams", "video")));
    assertEquals(Failures.USAGE, avts.run(with(embed, "--layer", "head")));
    assertTrue(avts.complained().contains("export the model with --layer head"), avts.complained());
    String video = shared("videos/test/impacts-3-00002.mp4");
    assertEquals(Failures.DATA_REFUSED, avts.run(with(embed, "--input", video)));
    assertTrue(avts.complained().contains("a bundle reads WAV files"), avts.complained());
    Files.writeString(folder.resolve("bundle/model.onnx"), "altered");
    assertEquals(Failures.DATA_REFUSED, avts.run(with(embed)));
    assertTrue(avts.complained().contains("is not the file that was exported"), avts.complained());
  }

  /** The program of distill/examples/java, compiled and run by the JDK's source launcher. */
  @Test
  void theJavaExampleRuns() throws Exception {
    avts.succeed("export", "--model", shared("run"), "--out", avts.path("bundle"));
    Path sound = folder.resolve("a.wav");
    WavFile.write(sound, noise(2 * 16_000, 4), 16_000);
    String printed =
        output(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EXAMPLES.resolve("java/Hear.java").toString(),
            avts.path("bundle"),
            sound.toString());
    assertEquals(2, printed.lines().filter(line -> line.matches("[01]\\.0 s: \\[.*]")).count());
  }

  /**
   * The features of distill/examples/python, and the model by the onnx package's checker and NumPy;
   * needs Debian's python3-onnx, skipped without.
   */
  @Test
  void thePythonExampleHearsTheSame() throws Exception {
    String python = "/usr/bin/python3";
    assumeTrue(
        Files.exists(Path.of(python))
            && new ProcessBuilder(python, "-c", "import numpy, onnx").start().waitFor() == 0,
        "python3-onnx is not installed");
    Path sound = folder.resolve("a.wav");
    float[] samples = noise(3 * 16_000, 5);
    WavFile.write(sound, samples, 16_000);
    samples = WavFile.read(sound).samples();
    NpyFile.write(folder.resolve("a.npy"), samples, samples.length);
    for (String layer : List.of("encoder", "head")) {
      String bundle = avts.path("python-" + layer);
      avts.succeed(
          "export", "--model", shared("run"), "--out", bundle, "--layer", layer, "--hop", "0.52");
      output(
          python,
          "-B",
          EXAMPLES.resolve("python/evaluate.py").toString(),
          bundle,
          avts.path("a.npy"),
          avts.path("python.npy"));
      avts.succeed(
          "embed", "--model", bundle, "--input", sound.toString(), "--out", avts.path("java.npy"));
      NpyFile.Array expected = NpyFile.read(folder.resolve("python.npy"));
      assertArrayEquals(new int[] {4, read("java.npy").space().size()}, expected.shape());
      assertArrayEquals(expected.values(), read("java.npy").values(), 1e-4f);
      checkFeatures(samples, NpyFile.read(folder.resolve("python.npy.features.npy")));
    }
  }

  private static void checkFeatures(float[] samples, NpyFile.Array found) throws IOException {
    try (TrainedModel model = TrainedModel.open(shared.resolve("run"))) {
      LogFilterBank bank = new LogFilterBank(model.config().value().features());
      int size = found.values().length / found.shape()[0];
      for (int clip = 0; clip < found.shape()[0]; clip++) {
        int start = clip * 8_320; // 0.52 s
        float[] features =
            bank.compute(
                Arrays.copyOfRange(samples, start, start + 16_000),
                start == 0 ? Float.NaN : samples[start - 1]);
        model.normalisation().apply(features);
        assertArrayEquals(
            features,
            Arrays.copyOfRange(found.values(), clip * size, (clip + 1) * size),
            1e-4f,
            "clip " + clip);
      }
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed;
  }

  private static String[] with(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void filesThatLackAStreamAreNamedAndCounted() throws IOException {
    float[] noise = new float[2 * 16_000];
    Random random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 0.1f * (2 * random.nextFloat() - 1);
    }
    Path sounds = Files.createDirectories(folder.resolve("sounds"));
    WavFile.write(sounds.resolve("noise.wav"), noise, 16_000);
    WavFile.write(sounds.resolve("short.wav"), Arrays.copyOf(noise, 8_000), 16_000);
    Files.writeString(sounds.resolve("text.ogg"), "no sound");
    assertEquals(
        Failures.DATA_REFUSED,
        avts.run(arguments("a.npy", "--input", sounds.toString(), "--streams", "audio")));
    assertTrue(avts.printed().contains("1 of 3 files embedded"), avts.printed());
    assertTrue(
        avts.complained().contains("short.wav: a sound stream of 0.50 s is shorter"),
        avts.complained());
    assertTrue(avts.complained().contains("text.ogg"), avts.complained());
    EmbeddingFile read = read("a.npy");
    assertEquals(
        List.of("sounds/noise.wav", "sounds/noise.wav"),
        read.ids().stream().map(EmbeddingFile.Id::file).toList());

    assertEquals(Failures.DATA_REFUSED, avts.run(arguments("b.npy", "--input", sounds.toString())));
    assertTrue(
        avts.complained().contains("noise.wav: there is no picture stream"), avts.complained());
    assertTrue(Files.notExists(folder.resolve("b.audio.npy")));
  }

  /** The same clip by way of avts features and as a file gives the same vector. */
  @Test
  void arraysOfClipsAreTakenAsTheFeaturesCommandWritesThem() throws IOException {
    String video = shared("videos/test/impacts-3-00001.mp4");
    for (String stream : List.of("video", "audio")) {
      List<String> features =
          new ArrayList<>(List.of("features", "--" + stream, video, "--start-frame", "25"));
      features.addAll(
          List.of(
              "--network",
              "--config",
              shared("run/config.yaml"),
              "--out",
              avts.path(stream + ".npy")));
      avts.succeed(features.toArray(new String[0]));
      embed(
          "array-" + stream + ".npy",
          "--streams",
          stream,
          "--input",
          avts.path(stream + ".npy"),
          "--layer",
          stream.equals("video") ? "layer4" : "conv5");
      embed(
          "file-" + stream + ".npy",
          "--streams",
          stream,
          "--input",
          video,
          "--layer",
          stream.equals("video") ? "layer4" : "conv5");
      EmbeddingFile file = read("file-" + stream + ".npy");
      assertEquals(1.0, file.ids().get(1).startSeconds());
      assertArrayEquals(file.vector(1), read("array-" + stream + ".npy").vector(0), 1e-4f, stream);
    }
    NpyFile.write(folder.resolve("odd.npy"), new float[10], 2, 5);
    assertEquals(
        Failures.DATA_REFUSED, avts.run(arguments("x.npy", "--input", avts.path("odd.npy"))));
    assertTrue(
        avts.complained().contains("has shape [2, 5]; the model takes video clips"),
        avts.complained());
  }

  @Test
  void wrongUsageIsAnswered() {
    String input = shared("videos/test");
    assertEquals(
        Failures.USAGE,
        avts.run(arguments("v.npy", "--input", input, "--layer", "conv9", "--streams", "audio")));
    assertTrue(
        avts.complained().contains("no layer \"conv9\", but [conv1, conv2, conv3, conv4, conv5]"),
        avts.complained());
    assertEquals(Failures.USAGE, avts.run(arguments("v.npy", "--input", input, "--hop", "0.01")));
    assertEquals(Failures.USAGE, avts.run(arguments("v.bin", "--input", input)));
    assertEquals(Failures.FAILED, avts.run(arguments("v.npy", "--input", avts.path("nothing"))));
  }

  /** High and low tones in noise, two folds of four recordings, one of them mostly padding. */
  private void makeSounds() throws IOException {
    Path sounds = Files.createDirectories(folder.resolve("esc"));
    Random random = new Random(2);
    for (int fold = 1; fold <= 2; fold++) {
      for (int i = 0; i < 8; i++) {
        boolean high = i % 2 == 1;
        double hertz = (high ? 3000 : 300) * (1 + 0.1 * random.nextDouble());
        float[] samples = new float[2 * 16_000];
        for (int n = 0; n < (i == 0 ? 8_000 : samples.length); n++) {
          double noise = 0.02 * random.nextGaussian();
          samples[n] = (float) (0.2 * Math.sin(2 * Math.PI * hertz * n / 16_000) + noise);
        }
        String name = fold + "-" + (100 + i) + "-A-" + (high ? 1 : 0) + ".wav";
        WavFile.write(sounds.resolve(name), samples, 16_000);
      }
    }
  }

  @Test
  void theAudioProbeComparesTheEncoderOnTheSameFolds() throws IOException {
    makeSounds();
    avts.succeed(
        "eval",
        "svm",
        "--model",
        shared("run"),
        "--data",
        avts.path("esc"),
        "--format",
        "esc50",
        "--layers",
        "conv4,conv5",
        "--untrained-seeds",
        "4",
        "--json",
        avts.path("svm.json"));
    avts.succeed(
        "eval",
        "svm",
        "--model",
        shared("run"),
        "--data",
        avts.path("esc"),
        "--format",
        "esc50",
        "--layers",
        "conv4,conv5",
        "--untrained-seeds",
        "4",
        "--select",
        "--json",
        avts.path("select.json"));
    JsonNode selection = new JsonMapper().readTree(folder.resolve("select.json").toFile());
    assertEquals("esc50-2-folds-linear-svm-selection", selection.path("protocol").asText());
    JsonNode svm = new JsonMapper().readTree(folder.resolve("svm.json").toFile());
    assertEquals("eval svm", svm.path("command").asText());
    assertEquals("esc50-2-folds-linear-svm", svm.path("protocol").asText());
    JsonNode figures = svm.path("figures");
    assertEquals(16, figures.path("recordings").asInt());
    assertEquals(8, figures.path("configurations").asInt());
    // Of 2 s begin sub-clips of 1 s at 0, 0.52 and 1; those of 0.5 s of sound hold at most half.
    assertEquals(2 * (7 * 3 + 1), figures.path("sub_clips").asInt());
    assertEquals(2 * 2, figures.path("dropped_sub_clips").asInt());
    assertEquals(5, figures.path("rows").size());
    for (int row = 0; row < 5; row++) {
      JsonNode measured = figures.path("rows").get(row);
      int right = 0;
      for (JsonNode prediction : figures.path("predictions")) {
        String predicted = prediction.path("predicted").get(row).asText();
        right += predicted.equals(prediction.path("label").asText()) ? 1 : 0;
      }
      assertEquals(right / 16.0, measured.at("/accuracy/value").asDouble(), 1e-12);
      int diagonal = measured.at("/confusion/0/0").asInt() + measured.at("/confusion/1/1").asInt();
      assertEquals(right, diagonal);
      assertEquals(2, measured.path("folds").size());
    }
    JsonNode statistics = figures.path("rows").get(0);
    assertEquals("log-mel statistics", statistics.path("name").asText());
    assertEquals(1, statistics.at("/accuracy/value").asDouble(), "high and low are easy to tell");
    for (int row = 0; row < 5; row++) {
      for (int fold = 0; fold < 2; fold++) {
        assertEquals(
            figures.at("/rows/" + row + "/folds/" + fold + "/inner_accuracy").asDouble(-1),
            selection.at("/figures/rows/" + row + "/choices/" + fold + "/accuracy").asDouble(-2));
      }
    }
    assertEquals(
        "random encoder, seed 4 + log-mel statistics", figures.at("/rows/2/name").asText());
    JsonNode test = figures.at("/tests/0");
    assertEquals("pretrained", test.path("first").asText());
    assertEquals("log-mel statistics", test.path("second").asText());
    // The statistics have all right, so only they can be ahead.
    int wrong = 16 - (int) Math.round(16 * figures.at("/rows/3/accuracy/value").asDouble());
    assertEquals(0, test.at("/mc_nemar/only_first").asInt(-1));
    assertEquals(wrong, test.at("/mc_nemar/only_second").asInt(-1));
    assertEquals(Math.min(1, Math.pow(0.5, wrong - 1)), test.at("/mc_nemar/p").asDouble(), 1e-9);
    assertTrue(avts.printed().contains("pretrained + log-mel statistics"), avts.printed());
  }

  @Test
  void theAudioProbeRefusesWhatItCannotRead() throws IOException {
    Files.createDirectories(folder.resolve("none"));
    String[] svm = {
      "eval", "svm", "--model", shared("run"), "--data", avts.path("none"), "--format", "dcase2014"
    };
    assertEquals(Failures.DATA_REFUSED, avts.run(svm));
    assertTrue(avts.complained().contains("has neither"), avts.complained());
    svm[svm.length - 1] = "esc11";
    assertEquals(Failures.USAGE, avts.run(svm));
  }
}
