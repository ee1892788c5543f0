package avts.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.NpyFile;
import avts.datasets.signal.WavFile;
import avts.pretrain.embed.EmbeddingFile;
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

/** {@code avts embed} with a model trained for two epochs, on real files. */
final class EmbedCommandTest {
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
}
