package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.Moments;
import avts.datasets.take.Take;
import avts.datasets.take.TakeSet;
import avts.distill.pretrained.EncodedTakes;
import avts.distill.pretrained.EncodersConfig;
import avts.distill.pretrained.FoldEncoders;
import avts.distill.sense.Noise;
import avts.distill.sense.SegmentedTakes;
import avts.distill.sense.SegmentedTakes.Sense;
import avts.distill.sense.Senses;
import avts.distill.sense.SensesConfig;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.embed.FeatureExtractor;
import avts.pretrain.embed.TakeEmbedder;
import avts.pretrain.embed.TakeEmbedder.Windows;
import avts.pretrain.grid.CellProcesses.Share;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import avts.pretrain.run.DataRefusedException;
import avts.pretrain.run.TrainedModel;
import avts.pretrain.take.TakeMedia;
import avts.pretrain.take.Track;
import avts.pretrain.testing.MadeModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teachers and students on the frozen encoders of a pretrained model. */
final class EncodersTest {
  private static final MadeSpeech SET = new MadeSpeech(2, 3);

  @TempDir static Path folder;
  private static Path file;
  private static Path model;

  @BeforeAll
  static void makeModel() throws Exception {
    file = folder.resolve("small.yaml");
    try (var config = EncodersTest.class.getResourceAsStream("small.yaml")) {
      Files.write(file, Objects.requireNonNull(config).readAllBytes());
    }
    model = folder.resolve("pretrained");
    MadeModel.write(model, 1, SET, List.of());
  }

  private static ResolvedConfig<DistillConfig> config(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "protocol.only_folds=[1]",
                "protocol.seeds=[1]",
                "senses.encoders={hop_frames: 2, heard: {layer: encoder, take_mean: false, steps:"
                    + " 2}, seen: {layer: encoder, take_mean: false, steps: 3}, teacher_hears:"
                    + " encoder, teacher_sees: encoder, student_hears: features}",
                "teacher.learning.epochs=2",
                "student.learning.epochs=2"));
    all.addAll(List.of(overrides));
    return ConfigReader.read(file, all, DistillConfig.class);
  }

  private static FoldEncoders.Request request(Path... models) {
    return new FoldEncoders.Request(List.of(models), folder, false);
  }

  private static FoldEncoders begin(String name, ResolvedConfig<DistillConfig> config)
      throws Exception {
    Path run = folder.resolve(name);
    DistillRun.open(config, SET, run, request(model));
    return FoldEncoders.of(run, encoders(config), List.of(1));
  }

  private static EncodersConfig encoders(ResolvedConfig<DistillConfig> config) {
    return Objects.requireNonNull(config.value().senses().encoders());
  }

  private static SegmentedTakes segmented(
      ResolvedConfig<DistillConfig> config, EncodedTakes encoded, Noise noise) throws Exception {
    SensesConfig senses = config.value().senses();
    TakeMedia media = TakeMedia.read(SET, senses.seen().height(), senses.seen().width());
    List<Integer> known = IntStream.range(0, 10).boxed().toList();
    return new Senses(media, senses, known).of(noise, 2, encoded);
  }

  @Test
  void aTakeIsWhatTheModelItselfMakesOfIt() throws Exception {
    try (EncodedTakes encoded = begin("equal", config()).open(1, SET);
        TrainedModel trained = TrainedModel.open(model)) {
      TakeEmbedder embedder = TakeEmbedder.of(trained, SET, new Windows(2, 1));
      List<Track> made = encoded.pictures();
      List<Track> kept = encoded.pictures();
      for (int number = 0; number < SET.takes().size(); number += 3) {
        Take take = SET.takes().get(number);
        Track pictures = kept.get(number);
        assertArrayEquals(made.get(number).values(), pictures.values());
        assertEquals(3, pictures.count()); // clips of 6 of 10 pictures begin at 0, 2 and 4
        assertEquals(2 / 25.0, pictures.stepSeconds(), 1e-12);
        assertEquals(3 / 25.0, pictures.firstSteps() * pictures.stepSeconds(), 1e-12);
        assertArrayEquals(embedder.video(take), mean(pictures), 1e-5f);
        Track sound = encoded.sound(SET.video(take), SET.sound(take));
        assertArrayEquals(embedder.sound(take), mean(sound), 1e-5f);
      }
    }
  }

  /** Without its mean, a take's three clips, seen one a step, add up to nothing. */
  @Test
  void theMeanOverATakeIsSubtracted() throws Exception {
    String[] whole = {
      "senses.segments.length_seconds=0",
      "senses.segments.hop_seconds=0",
      "senses.segments.count=1",
      "senses.encoders.seen.take_mean=true"
    };
    try (EncodedTakes encoded = begin("mean", config(whole)).open(1, SET)) {
      assertEquals(0, sumOfSteps(segmented(config(whole), encoded, new Noise(0, 1))), 1e-3);
      whole[3] = "senses.encoders.seen.take_mean=false";
      assertTrue(sumOfSteps(segmented(config(whole), encoded, new Noise(0, 1))) > 0.1);
    }
  }

  private static double sumOfSteps(SegmentedTakes takes) {
    double largest = 0;
    for (SegmentedTakes.One take : takes.takes()) {
      int width = take.seen().length / 3;
      for (int k = 0; k < width; k++) {
        double sum = take.seen()[k] + take.seen()[width + k] + take.seen()[2 * width + k];
        largest = Math.max(largest, Math.abs(sum));
      }
    }
    return largest;
  }

  private static float[] mean(Track track) {
    float[] mean = new float[track.width()];
    for (int i = 0; i < track.values().length; i++) {
      mean[i % track.width()] += track.values()[i] / track.count();
    }
    return mean;
  }

  @Test
  void widthsAreStepsOfTheLayersThatAreAsked() throws Exception {
    ResolvedConfig<DistillConfig> config =
        config("senses.encoders.heard.layer=conv2", "senses.encoders.student_hears=encoder");
    try (EncodedTakes encoded = begin("widths", config).open(1, SET);
        TrainedModel trained = TrainedModel.open(model)) {
      SegmentedTakes takes = segmented(config, encoded, new Noise(0.5, 1));
      int heard = FeatureExtractor.of(trained, Tower.AUDIO, "conv2").size();
      int seen = FeatureExtractor.of(trained, Tower.VIDEO, "encoder").size();
      assertEquals(2 * heard, takes.width(Sense.HEARD));
      assertEquals(2 * heard, takes.width(Sense.CLEAN));
      assertEquals(3 * seen, takes.width(Sense.SEEN));
      for (SegmentedTakes.One take : takes.takes()) {
        // One ear of one kind hears one thing.
        assertArrayEquals(take.heard(), take.teacherHeard());
        assertFalse(Arrays.equals(take.heard(), take.clean()));
      }
    }
    try (EncodedTakes encoded = begin("features", config()).open(1, SET)) {
      SegmentedTakes takes = segmented(config(), encoded, new Noise(0.5, 1));
      assertEquals(4 * 6, takes.width(Sense.HEARD)); // heard_steps of the set's six values
      assertNotEquals(takes.width(Sense.HEARD), takes.width(Sense.TEACHER_HEARD));
    }
  }

  /** The teacher's encoder hears the features with the very noise that the student hears. */
  @Test
  void noiseIsOneDrawForAllEars() throws Exception {
    // One segment of 0.4 s, one moment: the middle clip of a take's three.
    ResolvedConfig<DistillConfig> config =
        config(
            "senses.segments.length_seconds=0",
            "senses.segments.hop_seconds=0",
            "senses.segments.count=1",
            "senses.segments.heard_steps=20",
            "senses.encoders.heard.steps=1");
    List<float[]> raw = new ArrayList<>();
    for (int take = 0; take < 10; take++) {
      raw.add(SET.sound(SET.takes().get(take)).values());
    }
    Moments moments = Moments.of(raw, 6);
    TakeSet noisy = new NoisySpeech(moments.deviation(), 0.7, 42);
    try (EncodedTakes encoded = begin("noise", config).open(1, SET);
        TrainedModel trained = TrainedModel.open(model)) {
      SegmentedTakes takes = segmented(config, encoded, new Noise(0.7, 42));
      TakeEmbedder embedder = TakeEmbedder.of(trained, noisy, new Windows(2, 3));
      List<float[]> heard = new ArrayList<>();
      List<float[]> known = new ArrayList<>();
      for (int number = 0; number < SET.takes().size(); number++) {
        Take take = SET.takes().get(number);
        float[] clips = embedder.sound(take);
        int width = clips.length / 3;
        heard.add(Arrays.copyOfRange(clips, width, 2 * width));
        if (number < 10) {
          known.add(clips);
        }
        // Twenty moments are the middles of the twenty vectors.
        float[] features = moments.standardise(noisy.sound(take).values());
        assertArrayEquals(features, takes.takes().get(number).heard(), 1e-4f);
      }
      Moments scale = Moments.of(known, heard.get(0).length);
      for (int number = 0; number < heard.size(); number++) {
        float[] expected = scale.standardise(heard.get(number));
        assertArrayEquals(expected, takes.takes().get(number).teacherHeard(), 2e-3f);
        SegmentedTakes.One again = takes.takes().get(number + SET.takes().size());
        assertFalse(Arrays.equals(takes.takes().get(number).heard(), again.heard()));
        assertFalse(Arrays.equals(takes.takes().get(number).teacherHeard(), again.teacherHeard()));
        assertArrayEquals(takes.takes().get(number).seen(), again.seen());
      }
    }
  }

  /** The set with noise in its own scale. */
  private static final class NoisySpeech extends MadeSpeech {
    private final float[] deviation;
    private final double level;
    private final long seed;

    NoisySpeech(float[] deviation, double level, long seed) {
      super(2, 3);
      this.deviation = deviation;
      this.level = level;
      this.seed = seed;
    }

    @Override
    public FeatureTrack sound(Take take) {
      FeatureTrack clean = super.sound(take);
      RandomGenerator random =
          new Seeds(seed).generator(Purpose.AUGMENTATION, take.id().hashCode(), 0);
      float[] values = clean.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (level * random.nextGaussian() * deviation[i % 6]);
      }
      return new FeatureTrack(values, clean.vectors(), clean.dimensions(), clean.stepSeconds());
    }
  }

  @Test
  void aRunGoesOnWithoutItsModelAndRefusesAnother() throws Exception {
    Path run = folder.resolve("begun");
    DistillRun begun = DistillRun.open(config(), SET, run, request(model));
    begun.prepare();
    begun.make(new Share(0, 1));
    assertEquals(begun.cells(), begun.done());
    assertTrue(DistillTable.encoders(begun.encoders()).get(0).contains("pretrained/step-1"));
    DistillRun again = DistillRun.open(config(), SET, run);
    assertEquals(begun.encoders(), again.encoders());
    assertEquals(12 / 2, again.figures().asked());
    Path another = folder.resolve("another");
    MadeModel.write(another, 2, SET, List.of());
    IOException refused =
        assertThrows(
            IOException.class, () -> DistillRun.open(config(), SET, run, request(another)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("begun with the encoders of pretrained/step-1"), message);
  }

  @Test
  void teachersOnAnotherModelAreRefused() throws Exception {
    Path first = folder.resolve("first");
    DistillRun.open(config(), SET, first, request(model)).make(new Share(0, 1));
    Path another = folder.resolve("third");
    MadeModel.write(another, 3, SET, List.of());
    Path second = folder.resolve("second");
    DistillRun run = DistillRun.open(config(), SET, second, request(another));
    Files.createDirectories(second.resolve("teachers"));
    try (Stream<Path> teachers = Files.list(first.resolve("teachers"))) {
      for (Path teacher : teachers.toList()) {
        Files.copy(teacher, second.resolve("teachers").resolve(teacher.getFileName()));
      }
    }
    IOException refused = assertThrows(IOException.class, () -> run.make(new Share(0, 1)));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("on the encoders of another model"), message);
    assertTrue(message.contains("teachers"), message);
  }

  private static List<Take> of(String speaker) {
    return SET.takes().stream().filter(take -> take.speaker().equals(speaker)).toList();
  }

  @Test
  void eachFoldTakesTheModelThatHasNotSeenItsSpeaker() throws Exception {
    Path sawAnn = folder.resolve("saw-ann");
    MadeModel.write(sawAnn, 4, SET, of("Ann"));
    Path sawCid = folder.resolve("saw-cid");
    MadeModel.write(sawCid, 5, SET, of("Cid"));
    ResolvedConfig<DistillConfig> all = config("protocol.only_folds=[]");
    Path run = folder.resolve("folds");
    DataRefusedException seen =
        assertThrows(
            DataRefusedException.class, () -> DistillRun.open(all, SET, run, request(sawAnn)));
    String message = String.valueOf(seen.getMessage());
    assertTrue(message.contains("seen in training: 6 of 6 test takes of fold 1"), message);
    DistillRun begun = DistillRun.open(all, SET, run, request(sawAnn, sawCid));
    List<String> models = begun.encoders().values().stream().map(kept -> kept.model()).toList();
    assertEquals(List.of("saw-cid/step-1", "saw-ann/step-1", "saw-ann/step-1"), models);
    // Two folds share a copy.
    try (Stream<Path> copies = Files.list(run.resolve("encoders")).filter(Files::isDirectory)) {
      assertEquals(2, copies.count());
    }
    IllegalArgumentException useless =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                DistillRun.open(all, SET, folder.resolve("three"), request(sawAnn, sawCid, model)));
    assertTrue(
        String.valueOf(useless.getMessage()).contains("needed by no fold"), useless.getMessage());
    DistillRun allowed =
        DistillRun.open(
            all,
            SET,
            folder.resolve("allowed"),
            new FoldEncoders.Request(List.of(sawAnn), folder, true));
    assertEquals(6, Objects.requireNonNull(allowed.encoders().get(1)).seenInTraining());
  }

  @Test
  void encodersWithoutAModelAndAModelWithoutEncodersAreRefused() {
    IllegalArgumentException nameless =
        assertThrows(
            IllegalArgumentException.class,
            () -> DistillRun.open(config(), SET, folder.resolve("nameless")));
    assertTrue(String.valueOf(nameless.getMessage()).contains("name its run by --model"));
    IllegalArgumentException useless =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                DistillRun.open(
                    config("senses.encoders=null"),
                    SET,
                    folder.resolve("useless"),
                    request(model)));
    assertTrue(String.valueOf(useless.getMessage()).contains("no senses.encoders"));
    ConfigException idle =
        assertThrows(
            ConfigException.class,
            () ->
                config(
                    "senses.encoders.teacher_hears=features",
                    "senses.encoders.teacher_sees=pixels"));
    assertTrue(String.valueOf(idle.getMessage()).contains("senses.encoders: null"));
  }

  @Test
  void aLayerThatTheModelLacksIsNamed() {
    ResolvedConfig<DistillConfig> config = config("senses.encoders.heard.layer=conv9");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> begin("layer", config));
    assertTrue(String.valueOf(refused.getMessage()).contains("conv9"), refused.getMessage());
  }
}
