package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.Take;
import avts.distill.bundle.StudentExport;
import avts.distill.runtime.AudioStream;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.FeatureSettings.Kind;
import avts.distill.runtime.Reading;
import avts.distill.runtime.SoundFormat;
import avts.distill.sense.Noise;
import avts.distill.sense.SegmentedTakes;
import avts.distill.sense.Senses;
import avts.distill.student.Student;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.engine.SegmentOutput;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.take.TakeMedia;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a run to the answers of its bundle. */
class ShippedStudentTest {
  private static final String[] NON_SEQUENTIAL = {
    "senses.segments.length_seconds=0",
    "senses.segments.hop_seconds=0",
    "senses.segments.count=1",
    "teacher.layers.aggregation=none",
    "student.layers.aggregation=none"
  };

  @TempDir Path folder;

  private ResolvedConfig<DistillConfig> config(String... overrides) throws IOException {
    for (String name : List.of("small.yaml", "shipped.yaml")) {
      try (var config = ShippedStudentTest.class.getResourceAsStream(name)) {
        Files.write(folder.resolve(name), Objects.requireNonNull(config).readAllBytes());
      }
    }
    return ConfigReader.read(
        folder.resolve("shipped.yaml"), List.of(overrides), DistillConfig.class);
  }

  private static MadeSounds set(ResolvedConfig<DistillConfig> config) {
    return new MadeSounds(new MadeSpeech(3), config.value().data().options().filterBank());
  }

  /** Float samples, so that nothing is rounded. */
  private Path wav(float[] samples, int rate) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(44 + 4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 4 * samples.length);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) 3).putShort((short) 1).putInt(rate).putInt(4 * rate);
    bytes.putShort((short) 4).putShort((short) 32);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * samples.length);
    for (float sample : samples) {
      bytes.putFloat(sample);
    }
    return Files.write(folder.resolve("take.wav"), bytes.array());
  }

  /** What the run's own network makes of the set's takes, without noise. */
  private static SegmentOutput own(DistillConfig config, MadeSounds set, Student student)
      throws Exception {
    TakeMedia media =
        TakeMedia.read(set, config.senses().seen().height(), config.senses().seen().width());
    List<Integer> all = IntStream.range(0, set.takes().size()).boxed().toList();
    SegmentedTakes takes = Senses.fit(media, config.senses(), all).of(media, new Noise(0, 1), 1);
    return student.network().of(takes.batch(all, List.of(SegmentedTakes.Sense.HEARD)));
  }

  private static void assertLogits(float[] logits, int take, Reading reading) {
    int classes = reading.values().length;
    for (int k = 0; k < classes; k++) { // logarithms of probabilities are logits, but for a shift
      assertEquals(
          logits[take * classes + k] - logits[take * classes],
          Math.log(reading.values()[k]) - Math.log(reading.values()[0]),
          1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theBundleAnswersAsTheRunsOwnNetwork(boolean sequential) throws Exception {
    ResolvedConfig<DistillConfig> config = config(sequential ? new String[0] : NON_SEQUENTIAL);
    MadeSounds set = set(config);
    DistillRun run = DistillRun.open(config, set, folder.resolve("run"));
    Student student = run.makeStudent().orElseThrow();
    assertEquals(List.of("A", "B", "C"), student.classes());
    assertEquals("joint", student.origin().row());
    assertEquals(sequential ? 5 : 1, student.network().shape().segments());
    SegmentOutput own = own(config.value(), set, student);

    Path bundle = folder.resolve("bundle");
    new StudentExport(
            student, "run", Kind.CLASSES, StudentExport.windows(student.ear(), null, null))
        .write(bundle);
    int right = 0;
    try (Bundle opened = Bundle.open(bundle)) {
      for (int i = 0; i < set.takes().size(); i++) {
        Take take = set.takes().get(i);
        float[] samples = set.waveform(take);
        Reading whole = opened.read(wav(samples, set.bank().sampleRate())).get(0);
        assertLogits(own.logits(), i, whole);
        right += whole.label().equals(take.label()) ? 1 : 0;
        AudioStream stream = opened.stream(SoundFormat.mono(set.bank().sampleRate()));
        List<Reading> windows = new ArrayList<>(stream.push(Arrays.copyOf(samples, 1_000)));
        windows.addAll(stream.push(Arrays.copyOfRange(samples, 1_000, samples.length)));
        windows.addAll(stream.finish());
        assertEquals(1, windows.size()); // takes last 0.4 s, and so do windows
        assertArrayEquals(whole.values(), windows.get(0).values());
      }
    }
    assertTrue(right >= 24, right + " of 27");

    Path vectors = folder.resolve("vectors");
    new StudentExport(
            student, "run", Kind.EMBEDDING, StudentExport.windows(student.ear(), 0.2, 0.04))
        .write(vectors);
    try (Bundle opened = Bundle.open(vectors)) {
      float[] samples = set.waveform(set.takes().get(4));
      Reading whole = opened.read(wav(samples, set.bank().sampleRate())).get(0);
      int size = whole.values().length;
      assertArrayEquals(Arrays.copyOfRange(own.whole(), 4 * size, 5 * size), whole.values(), 1e-4f);
      assertEquals(6, opened.read(wav(samples, 8_000), opened.windows()).size());
    }
  }

  @Test
  void theStudentIsMadeOnceAndTheSameEverywhere() throws Exception {
    ResolvedConfig<DistillConfig> config = config();
    MadeSounds set = set(config);
    DistillRun run = DistillRun.open(config, set, folder.resolve("one"));
    Student student = run.makeStudent().orElseThrow();
    Path file = run.folder().resolve("student.safetensors");
    byte[] written = Files.readAllBytes(file);
    run.makeStudent();
    assertArrayEquals(written, Files.readAllBytes(file));
    Student again = DistillRun.open(config, set, folder.resolve("two")).makeStudent().orElseThrow();
    assertEquals(student.network().id(), again.network().id());
    run.make(new Share(0, 1));
    DistillFigures.RowFigures joint = run.figures().tables().get(0).rows().get(1);
    assertTrue(run.figures().computedFeatures());
    Double millis = Objects.requireNonNull(joint.cpuMillis());
    assertTrue(millis > 0 && millis < 1_000, "a second of sound takes " + millis + " ms");
    assertTrue(DistillTable.sentence(run.figures()).contains("features included"));
  }

  @Test
  void studentsThatCannotBeGivenSoundAreRefused() {
    ConfigException stored =
        assertThrows(ConfigException.class, () -> config("data.options.sound=stored"));
    assertTrue(String.valueOf(stored.getMessage()).contains("stored as features"));
    ConfigException letters =
        assertThrows(ConfigException.class, () -> config("data.format=avletters"));
    assertTrue(String.valueOf(letters.getMessage()).contains("Leave deployed out"));
    ConfigException row = assertThrows(ConfigException.class, () -> config("deployed.row=none"));
    assertTrue(String.valueOf(row.getMessage()).contains("[scratch, joint]"));
    assertThrows(ConfigException.class, () -> config("deployed.noise=-1"));
  }

  @Test
  void brokenStudentsAreNamed() throws Exception {
    Path file = folder.resolve("student.safetensors");
    Files.writeString(file, "no tensors");
    IOException broken = assertThrows(IOException.class, () -> Student.read(folder));
    assertTrue(String.valueOf(broken.getMessage()).contains("student.safetensors"));
  }
}
