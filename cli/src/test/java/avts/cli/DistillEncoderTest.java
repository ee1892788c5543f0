package avts.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.embed.EmbeddingFile;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code avts distill encoder} on real files, by a teacher that was trained for two epochs. */
final class DistillEncoderTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private Commands avts;

  @BeforeAll
  static void train() {
    Commands commands = new Commands(shared);
    commands.makeVideos();
    commands.succeed("index", commands.path("videos"), "--out", commands.path("m.jsonl"));
    commands.succeed(
        commands.pretrain(
            "demo.yaml",
            "m.jsonl",
            "teacher",
            "--set=training.epochs=2",
            "--set=curriculum.stages.0.epochs=2"));
    commands.succeed(distil(shared.resolve("teacher"), shared.resolve("student")));
  }

  private static String[] distil(Path teacher, Path student, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "distill",
                "encoder",
                "--config",
                Commands.CONFIGS.resolve("distill-encoder.yaml").toString(),
                "--model",
                teacher.toString(),
                "--out",
                student.toString(),
                "--set=teacher=audio-visual",
                "--set=student.width=0.03",
                "--set=clips.hop_seconds=1.0",
                "--set=clips.per_batch=4",
                "--set=training.epochs=2",
                "--set=training.evaluate_every_epochs=1",
                "--set=training.log_every_steps=1"));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  @BeforeEach
  void setUp() {
    avts = new Commands(folder);
  }

  private static String shared(String name) {
    return shared.resolve(name).toString();
  }

  private void refused(int code, String words, String... arguments) {
    assertEquals(code, avts.run(arguments), avts.complained());
    assertTrue(avts.complained().contains(words), avts.complained());
  }

  /** The student's pictures are the teacher's to the bit, its sound is its own. */
  @Test
  void theStudentIsARunWithTheTeachersPictures() throws IOException {
    for (String run : List.of("teacher", "student")) {
      avts.succeed(
          "embed",
          "--model",
          shared(run),
          "--input",
          shared("videos/test"),
          "--layer",
          "head",
          "--out",
          avts.path(run + ".npy"));
    }
    assertArrayEquals(read("teacher.video.npy").values(), read("student.video.npy").values());
    assertFalse(
        Arrays.equals(read("teacher.audio.npy").values(), read("student.audio.npy").values()));
    List<String> log = Files.readAllLines(shared.resolve("student/metrics.jsonl"));
    assertTrue(
        log.stream().anyMatch(line -> line.contains("\"clips.cosine\"")), String.join("\n", log));
    avts.succeed("eval", "retrieval", "--model", shared("student"));
    avts.succeed("report", "--model", shared("student"));
    assertTrue(Files.exists(shared.resolve("student/report.html")));
  }

  private EmbeddingFile read(String name) throws IOException {
    return EmbeddingFile.read(folder.resolve(name));
  }

  @Test
  void theStudentIsExportedAndHearsAsItsRunDoes() throws IOException {
    String bundle = avts.path("bundle");
    avts.succeed("export", "--model", shared("student"), "--layer", "head", "--out", bundle);
    assertTrue(Files.exists(Path.of(bundle).resolve("model.onnx")));
    assertFalse(Files.readString(Path.of(bundle).resolve("features.yaml")).contains("video"));
  }

  /** Clips of 1 s a second apart in videos of 4 s: at most 4 of each, less what is silent. */
  @Test
  void theTeacherLooksAtEachClipOnce() throws IOException {
    EmbeddingFile kept = EmbeddingFile.read(shared.resolve("student/teacher/train.video.npy"));
    assertTrue(kept.ids().size() <= 16 && kept.ids().size() >= 8, kept.ids().size() + " clips");
    assertTrue(kept.ids().get(0).file().matches("[0-9a-f]{64}"), kept.ids().get(0).file());
    String cache = shared("student/teacher");
    avts.succeed(distil(shared.resolve("teacher"), folder.resolve("again"), "--cache", cache));
    assertFalse(Files.exists(folder.resolve("again/teacher")));
    assertArrayEquals(
        weights(shared.resolve("student")), weights(folder.resolve("again")), "same seed");
    refused(
        Failures.FAILED,
        "holds embeddings of other clips",
        distil(
            shared.resolve("teacher"),
            folder.resolve("other-hop"),
            "--cache",
            cache,
            "--set=clips.hop_seconds=0.5"));
  }

  private static byte[] weights(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    String last = Files.readString(checkpoints.resolve("last")).strip();
    return Files.readAllBytes(checkpoints.resolve(last).resolve("weights.safetensors"));
  }

  /** Another teacher, since the last bit of its weights is another one. */
  private Path otherTeacher() throws IOException {
    Path other = copy(shared.resolve("teacher"), folder.resolve("other-teacher"));
    try (Stream<Path> files = Files.walk(other)) {
      for (Path file : files.filter(path -> path.endsWith("weights.safetensors")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 4] ^= 1;
        Files.write(file, bytes);
      }
    }
    return other;
  }

  @Test
  void anotherTeacherIsRefused() throws IOException {
    Path other = otherTeacher();
    refused(
        Failures.FAILED,
        "but the teacher is model other-teacher/",
        distil(other, folder.resolve("new"), "--cache", shared("student/teacher")));
    refused(
        Failures.USAGE,
        "was begun with another teacher",
        distil(other, shared.resolve("student"), "--resume"));
  }

  @Test
  void aRunGoesOnWithItsOwnSettingsAlone() {
    Path teacher = shared.resolve("teacher");
    Path student = shared.resolve("student");
    refused(
        Failures.USAGE,
        "student.width: 0.05 here, 0.03 there",
        distil(teacher, student, "--resume", "--set=student.width=0.05"));
    refused(
        Failures.FAILED,
        "holds no run to resume",
        distil(teacher, folder.resolve("x"), "--resume"));
    refused(Failures.FAILED, "holds a run already", distil(teacher, student));
    refused(Failures.USAGE, "no distillation", distil(teacher, teacher, "--resume"));
    avts.succeed(distil(teacher, student, "--resume"));
  }

  @Test
  void whatCannotTeachIsRefused() throws IOException {
    refused(
        Failures.FAILED, "nowhere", distil(folder.resolve("nowhere"), folder.resolve("student")));
    Path blind = copy(shared.resolve("teacher"), folder.resolve("blind"));
    try (Stream<Path> files = Files.walk(blind)) {
      for (Path state : files.filter(file -> file.endsWith("state.json")).toList()) {
        Files.writeString(
            state, Files.readString(state).replaceFirst("\\{", "{\"untrained\":[\"video.\"],"));
      }
    }
    refused(Failures.USAGE, "without video.", distil(blind, folder.resolve("student")));
    refused(
        Failures.USAGE,
        "unknown key features",
        distil(
            shared.resolve("teacher"),
            folder.resolve("student"),
            "--set=features.sample_rate=8000"));
  }

  @Test
  void lostFilesAreRefused() throws IOException {
    Path videos = copy(shared.resolve("videos"), folder.resolve("videos"));
    avts.succeed("index", videos.toString(), "--out", avts.path("m.jsonl"));
    try (Stream<Path> files = Files.list(videos.resolve("train"))) {
      Files.delete(files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList().get(0));
    }
    refused(
        Failures.DATA_REFUSED,
        "no longer there",
        distil(
            shared.resolve("teacher"), folder.resolve("student"), "--data", avts.path("m.jsonl")));
    MoreFiles.deleteRecursively(videos.resolve("validation"), RecursiveDeleteOption.ALLOW_INSECURE);
    MoreFiles.deleteRecursively(videos.resolve("test"), RecursiveDeleteOption.ALLOW_INSECURE);
    refused(
        Failures.DATA_REFUSED,
        "for validation have 0 clips",
        distil(shared.resolve("teacher"), folder.resolve("student"), "--data", videos.toString()));
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
