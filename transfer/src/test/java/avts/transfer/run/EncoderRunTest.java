package avts.transfer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.GrayVideo;
import avts.datasets.take.Take;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.testing.MadeModel;
import avts.transfer.encoder.EncodedTakes;
import avts.transfer.encoder.EncoderVectors;
import avts.transfer.encoder.RunEncoders;
import avts.transfer.feature.SpeakerNorm;
import avts.transfer.feature.StepVectors;
import avts.transfer.feature.TakeVectors;
import avts.transfer.feature.VectorSource.Known;
import avts.transfer.reader.LipReader;
import avts.transfer.reader.LipReader.Guess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grid on the encoders of a model, in place of the takes themselves. */
final class EncoderRunTest {
  private static final MadeTakes SET = new MadeTakes(3, 2);

  @TempDir static Path folder;
  private static Path file;
  private static Path model;

  @BeforeAll
  static void makeModel() throws Exception {
    file = folder.resolve("small.yaml");
    try (var config = EncoderRunTest.class.getResourceAsStream("small.yaml")) {
      Files.write(file, Objects.requireNonNull(config).readAllBytes());
    }
    model = folder.resolve("pretrained");
    MadeModel.write(model, 1, SET, ofRepetition(1));
  }

  private static List<Take> ofRepetition(int repetition) {
    return SET.takes().stream().filter(take -> take.repetition() == repetition).toList();
  }

  private static ResolvedConfig<TransferConfig> config(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "protocol.kind=repetition-disjoint",
                "protocol.only_folds=[3]",
                "protocol.seeds=[1]",
                "lip_reader=unimodal",
                "tdl.video.learning.epochs=3",
                "tdl.audio.learning.epochs=3",
                "tdl.pictures=null",
                "tdl.sound=null",
                "tdl.encoders={start: pretrained, windows: {hop_frames: 2, parts: 3}, speaker:"
                    + " standardise}"));
    all.addAll(List.of(overrides));
    return ConfigReader.read(file, all, TransferConfig.class);
  }

  private static RunEncoders.Request request(Path model) {
    return new RunEncoders.Request(model, folder, false);
  }

  @Test
  void everyRowIsMadeAndWhatIsLeftReadsClips() throws Exception {
    Path folderOfRun = folder.resolve("run");
    TransferRun run = TransferRun.open(config(), SET, folderOfRun, request(model));
    assertEquals(12, Objects.requireNonNull(run.encoders()).testTakes());
    assertEquals(0, Objects.requireNonNull(run.encoders()).seenInTraining());
    run.prepare();
    run.make(new Share(0, 1));
    assertEquals(run.cells(), run.done());
    // A copy of the model lies in the run: the rest needs neither the model nor its name.
    TransferRun again = TransferRun.open(config(), SET, folderOfRun);
    again.makeReader();
    TransferFigures figures = again.figures();
    assertEquals(12, figures.takes());
    figures.rows().forEach(row -> assertTrue(Double.isFinite(row.accuracy().value()), row.name()));
    try (LipReader reader = LipReader.read(folderOfRun, config().value().tdl())) {
      List<Guess> guesses = reader.guess(SET.video(SET.takes().get(0)), "Ann");
      assertEquals(4, guesses.size());
      assertEquals(1, guesses.stream().mapToDouble(Guess::probability).sum(), 1e-6);
    }
  }

  @Test
  void vectorsAreThoseOfTheModelOnceForAllSeeds() throws Exception {
    Path folderOfRun = folder.resolve("vectors");
    TransferRun.open(config(), SET, folderOfRun, request(model));
    RunEncoders encoders =
        RunEncoders.of(folderOfRun, Objects.requireNonNull(config().value().tdl().encoders()));
    EncoderVectors made = encoders.vectors(SET, List.of(1L, 2L));
    EncodedTakes one = Objects.requireNonNull(made.encoded().get(1L));
    assertEquals(one, made.encoded().get(2L));
    EncoderVectors read = encoders.vectors(SET, List.of(1L)); // from the file
    try (TrainedModel trained = TrainedModel.open(model)) {
      TakeEmbedder embedder = TakeEmbedder.of(trained, SET, new TakeEmbedder.Windows(2, 3));
      for (int take = 0; take < SET.takes().size(); take += 5) {
        float[] pictures = embedder.video(SET.takes().get(take));
        assertArrayEquals(pictures, one.pictures().rows().get(take));
        EncodedTakes stored = Objects.requireNonNull(read.encoded().get(1L));
        assertArrayEquals(pictures, stored.pictures().rows().get(take));
        assertArrayEquals(embedder.sound(SET.takes().get(take)), stored.sounds().rows().get(take));
      }
    }
  }

  @Test
  void firstWeightsAreDrawnFromEachSeed() throws Exception {
    ResolvedConfig<TransferConfig> scratch = config("tdl.encoders.start=scratch");
    Path folderOfRun = folder.resolve("scratch");
    TransferRun.open(scratch, SET, folderOfRun, request(model));
    RunEncoders encoders =
        RunEncoders.of(folderOfRun, Objects.requireNonNull(scratch.value().tdl().encoders()));
    EncoderVectors made = encoders.vectors(SET, List.of(5L, 6L));
    float[] drawn = Objects.requireNonNull(made.encoded().get(5L)).pictures().rows().get(0);
    float[] others = Objects.requireNonNull(made.encoded().get(6L)).pictures().rows().get(0);
    assertFalse(Arrays.equals(drawn, others));
    try (TrainedModel initial = TrainedModel.initial(model, 5)) {
      TakeEmbedder embedder = TakeEmbedder.of(initial, SET, new TakeEmbedder.Windows(2, 3));
      assertArrayEquals(embedder.video(SET.takes().get(0)), drawn);
    }
  }

  /** Two speakers, of whom the second one's last take is unknown. */
  @Test
  void scalesComeFromKnownTakesAlone() {
    List<Take> takes =
        List.of(
            new Take("a", "A", "Ann", 1),
            new Take("b", "B", "Ann", 2),
            new Take("c", "A", "Bob", 1),
            new Take("d", "B", "Bob", 2),
            new Take("e", "A", "Bob", 3));
    List<float[]> rows =
        List.of(
            new float[] {1, 3},
            new float[] {5, 7},
            new float[] {10, 20},
            new float[] {20, 10},
            new float[] {15, 35});
    List<Integer> known = List.of(0, 1, 2, 3);
    float[] asked = scaled(takes, rows, known).rows().get(4);
    // Bob's values 10, 20, 20, 10 have mean 15 and deviation 5.
    assertArrayEquals(new float[] {0, 4}, asked, 1e-5f);
    List<float[]> changed = new ArrayList<>(rows);
    changed.set(4, new float[] {-1000, 1000});
    for (int take : known) {
      assertArrayEquals(
          scaled(takes, rows, known).rows().get(take),
          scaled(takes, changed, known).rows().get(take));
    }
  }

  private static StepVectors scaled(List<Take> takes, List<float[]> rows, List<Integer> known) {
    StepVectors vectors = new StepVectors(2, 1, rows);
    EncoderVectors source =
        new EncoderVectors(
            takes, Map.of(1L, new EncodedTakes(vectors, vectors)), SpeakerNorm.STANDARDISE);
    TakeVectors fitted = source.fit(new Known(1, known, known));
    assertEquals(fitted.sound().spoken(), fitted.sound().aligned());
    return fitted.pictures();
  }

  @Test
  void picturesOfATestTakeChangeNoOtherRowOfItsCells() throws Exception {
    Take asked = ofRepetition(3).get(0);
    Path before = folder.resolve("before");
    Path after = folder.resolve("after");
    String rows = "rows=[{kind: unimodal, layers: [], mixes: []}]";
    String[] alone = {
      rows, "comparison.gain=null", "comparison.oracle=null", "comparison.controls=[]"
    };
    TransferRun.open(config(alone), SET, before, request(model)).make(new Share(0, 1));
    MadeTakes other =
        new MadeTakes(3, 2) {
          @Override
          public GrayVideo video(Take take) {
            return super.video(take.equals(asked) ? SET.takes().get(0) : take);
          }
        };
    TransferRun.open(config(alone), other, after, request(model)).make(new Share(0, 1));
    Cell one = Cell.read(Cell.file(before, "unimodal", 3, 1));
    Cell two = Cell.read(Cell.file(after, "unimodal", 3, 1));
    for (int i = 0; i < one.takes().size(); i++) {
      boolean same = one.probability().get(i).equals(two.probability().get(i));
      assertEquals(!one.takes().get(i).equals(asked.id()), same, one.takes().get(i));
    }
  }

  /** Rows with the upper stages trained, one of them at no rate at all, beside the frozen one. */
  @Test
  void unfrozenStagesLearnAndAreTheFrozenOnesAtNoRate() throws Exception {
    String rows =
        "rows=[{kind: unimodal, layers: [], mixes: []}, {kind: unfrozen, layers: [], mixes: []}]";
    for (String rate : List.of("1.0e-12", "0.02")) {
      ResolvedConfig<TransferConfig> config =
          config(
              rows,
              "comparison.gain=null",
              "comparison.oracle=null",
              "comparison.controls=[]",
              "tdl.unfreeze={from: stage4, encoder_rate: 1.0, learning: {epochs: 2,"
                  + " steps_per_epoch: 2, batch: 8, optimizer: {kind: adam, learning_rate: "
                  + rate
                  + ", momentum: 0.9, weight_decay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8,"
                  + " clip_norm: 0}, schedule: {kind: cosine, warmup_epochs: 0, factor: 0.1,"
                  + " patience: 1, on_stage_change: carry, milestones: [], final_factor: 1.0},"
                  + " hidden_rate: 1.0, patience: 0}}");
      Path run = folder.resolve("unfrozen-" + rate);
      TransferRun.open(config, SET, run, request(model)).make(new Share(0, 1));
      List<Double> frozen = Cell.read(Cell.file(run, "unimodal", 3, 1)).probability();
      List<Double> unfrozen = Cell.read(Cell.file(run, "unfrozen", 3, 1)).probability();
      double apart = 0;
      for (int i = 0; i < frozen.size(); i++) {
        apart = Math.max(apart, Math.abs(frozen.get(i) - unfrozen.get(i)));
      }
      boolean still = rate.equals("1.0e-12");
      assertTrue(still ? apart < 1e-4 : apart > 1e-3, rate + ": " + apart);
    }
    ConfigException refused = assertThrows(ConfigException.class, () -> config(rows));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("they need tdl.encoders and tdl.unfreeze"),
        String.valueOf(refused.getMessage()));
  }

  @Test
  void anotherModelIsRefused() throws Exception {
    Path run = folder.resolve("begun");
    TransferRun.open(config(), SET, run, request(model));
    Path another = folder.resolve("another");
    MadeModel.write(another, 2, SET, List.of());
    IOException refused =
        assertThrows(
            IOException.class, () -> TransferRun.open(config(), SET, run, request(another)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("begun with the encoders of pretrained/step-1"), message);
    TransferRun.open(config(), SET, run, request(model)); // goes on
  }

  @Test
  void seenTestTakesAreRefusedUnlessAllowed() throws Exception {
    Path seen = folder.resolve("seen");
    MadeModel.write(seen, 1, SET, ofRepetition(3).subList(0, 5));
    Path run = folder.resolve("contaminated");
    DataRefusedException refused =
        assertThrows(
            DataRefusedException.class, () -> TransferRun.open(config(), SET, run, request(seen)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("seen in training: 5 of 12 test takes"), message);
    TransferRun allowed =
        TransferRun.open(config(), SET, run, new RunEncoders.Request(seen, folder, true));
    assertEquals(5, Objects.requireNonNull(allowed.encoders()).seenInTraining());
  }

  @Test
  void encodersWithoutAModelAndAModelWithoutEncodersAreRefused() throws Exception {
    IllegalArgumentException nameless =
        assertThrows(
            IllegalArgumentException.class,
            () -> TransferRun.open(config(), SET, folder.resolve("nameless")));
    assertTrue(String.valueOf(nameless.getMessage()).contains("name its run by --model"));
    ResolvedConfig<TransferConfig> plain = ConfigReader.read(file, List.of(), TransferConfig.class);
    IllegalArgumentException useless =
        assertThrows(
            IllegalArgumentException.class,
            () -> TransferRun.open(plain, SET, folder.resolve("useless"), request(model)));
    assertTrue(String.valueOf(useless.getMessage()).contains("no tdl.encoders"));
    ConfigException both =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigReader.read(
                    file,
                    List.of(
                        "tdl.encoders={start: pretrained, windows: {hop_frames: 2, parts: 3},"
                            + " speaker: none}"),
                    TransferConfig.class));
    assertTrue(
        String.valueOf(both.getMessage()).contains("encoders in place of both"),
        String.valueOf(both.getMessage()));
  }

  @Test
  void soundOfOtherFeaturesIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                TransferRun.open(
                    config("data.format=folders", "data.options.sound=filter-bank"),
                    SET,
                    folder.resolve("features"),
                    request(model)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("data.options.filter_bank is"),
        String.valueOf(refused.getMessage()));
  }
}
