package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.segment.Hearing;
import avts.datasets.segment.SegmentCut;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.Moments;
import avts.datasets.signal.WavFile;
import avts.datasets.time.FrameRate;
import avts.distill.learn.TrainedNetwork;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.Reading;
import avts.distill.student.Ear;
import avts.distill.student.Student;
import avts.distill.student.StudentOrigin;
import avts.pretrain.model.SegmentShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code avts export} and {@code avts embed} with the student of a run. */
class StudentExportTest {
  private static final int FILTERS = 10;
  private static final int RATE = 8_000;

  @TempDir Path folder;

  private Commands avts;

  /** A run's folder with a student that has first weights. */
  @BeforeEach
  void leaveAStudent() throws IOException {
    avts = new Commands(folder);
    SegmentShape shape =
        new SegmentShape(
            3,
            List.of(new SegmentShape.Branch("audio", 4 * FILTERS, List.of(8))),
            SegmentShape.Fusion.CONCATENATION,
            5,
            SegmentShape.Aggregation.ATTENTION,
            List.of(),
            2);
    float[] mean = new float[FILTERS];
    float[] deviation = new float[FILTERS];
    Arrays.fill(mean, 9);
    Arrays.fill(deviation, 4);
    Ear ear =
        new Ear(
            new FilterBankConfig(RATE, 0.02, 0.01, 256, FILTERS, 0.97),
            new Hearing(false, new Moments(mean, deviation)),
            new SegmentCut(SegmentCut.Span.SPOKEN, 2, 0.4, 2, 0.2, 0.1, 3, 4),
            FrameRate.of(25),
            0.5);
    StudentOrigin origin =
        new StudentOrigin("lupi-joint", 0.5, 1, "0123", "4567", Map.of("avts", "test"));
    Student student =
        new Student(TrainedNetwork.untrained(shape, 3), ear, List.of("no", "yes"), origin);
    student.write(Files.createDirectories(folder.resolve("run")));
    assertEquals(student.network().id(), Student.read(folder.resolve("run")).network().id());
    WavFile.write(folder.resolve("a.wav"), sound(), RATE);
  }

  private static float[] sound() {
    SplittableRandom random = new SplittableRandom(1);
    float[] sound = new float[2 * RATE];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = 0.3f * (random.nextFloat() - 0.5f);
    }
    return sound;
  }

  @Test
  void aStudentTellsClassesOfWholeFilesAndOfWindows() throws IOException {
    String bundle = avts.path("bundle");
    avts.succeed("export", "--model", avts.path("run"), "--out", bundle, "--hop", "0.2");
    assertTrue(avts.printed().contains("classes of student lupi-joint"), avts.printed());
    try (Bundle opened = Bundle.open(Path.of(bundle))) {
      assertEquals(List.of("no", "yes"), opened.labels());
      assertEquals("run/lupi-joint", opened.origin().model());
      assertEquals("0123", opened.origin().configHash());
      List<Reading> whole = opened.read(folder.resolve("a.wav"));
      assertEquals(1, whole.size());
      assertEquals(2, whole.get(0).endSeconds());
      // 12 frames, 0.48 s, every 0.2 s: from 0 to 1.4 s
      assertEquals(8, opened.read(folder.resolve("a.wav"), opened.windows()).size());
    }
    avts.succeed(
        "embed", "--model", bundle, "--input", avts.path("a.wav"), "--out", avts.path("v.npy"));
    assertTrue(avts.printed().contains("1 "), avts.printed());
  }

  @Test
  void aStudentGivesItsEmbeddingToo() throws IOException {
    String bundle = avts.path("vectors");
    avts.succeed(
        "export",
        "--model",
        avts.path("run"),
        "--out",
        bundle,
        "--layer",
        "embedding",
        "--window",
        "1");
    try (Bundle opened = Bundle.open(Path.of(bundle))) {
      assertEquals(5, opened.settings().outputSize());
      assertEquals(1, opened.settings().clipSeconds());
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    String out = avts.path("no");
    assertEquals(
        2, avts.run("export", "--model", avts.path("run"), "--out", out, "--layer", "head"));
    assertTrue(avts.complained().contains("classes or embedding"), avts.complained());
    assertEquals(
        2, avts.run("export", "--model", avts.path("run"), "--out", out, "--onnx", "audio"));
    assertEquals(2, avts.run("export", "--model", avts.path("run"), "--out", out, "--window", "0"));
    Files.createDirectories(folder.resolve("table/cells"));
    assertEquals(2, avts.run("export", "--model", avts.path("table"), "--out", out));
    assertTrue(avts.complained().contains("left no student to ship"), avts.complained());
    assertTrue(Files.notExists(folder.resolve("no")));
  }
}
