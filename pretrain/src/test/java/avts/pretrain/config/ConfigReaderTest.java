package avts.pretrain.config;

import static com.google.common.base.Preconditions.checkArgument;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final String COMPLETE =
      """
      seed: 7
      clip:
        frame_rate: 30000/1001
        frames: 25
        view: single-frame
      training:
        learning_rate: 1e-3
        shuffle: true
        name: "two: words"
        start_from: null
        stages:
          - {epochs: 50, mix: [1.0, 0, 0]}
          - epochs: 40
            mix: [0.75, 0.25, 0.0]
      """;

  enum View {
    NATURAL,
    SINGLE_FRAME
  }

  record Clip(FrameRate frameRate, int frames, View view) {
    Clip {
      checkArgument(frames >= 1 && frames <= 64, "frames must lie in 1..64, got %s", frames);
    }
  }

  record Stage(int epochs, List<Double> mix) {
    Stage {
      checkArgument(mix.size() == 3, "three shares are needed, got %s", mix);
    }
  }

  record Training(
      double learningRate,
      boolean shuffle,
      String name,
      @Nullable String startFrom,
      List<Stage> stages) {}

  record Experiment(long seed, Clip clip, Training training) {}

  @TempDir Path folder;

  private static ResolvedConfig<Experiment> parse(String text) {
    return ConfigReader.parse(text, "x.yaml", Experiment.class);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String refusal(Runnable reading) {
    return String.valueOf(assertThrows(ConfigException.class, reading::run).getMessage());
  }

  @Test
  void readsEveryKindOfValue() {
    Experiment read = parse(COMPLETE).value();
    assertEquals(7, read.seed());
    assertEquals(new Clip(new FrameRate(30_000, 1001), 25, View.SINGLE_FRAME), read.clip());
    assertEquals(0.001, read.training().learningRate());
    assertEquals("two: words", read.training().name());
    assertNull(read.training().startFrom());
    assertEquals(List.of(0.75, 0.25, 0.0), read.training().stages().get(1).mix());
  }

  @Test
  void whatIsWrittenBackReadsTheSame() {
    ResolvedConfig<Experiment> config = parse(COMPLETE);
    ResolvedConfig<Experiment> again = parse(config.yaml());
    assertEquals(config, again);
    assertEquals(config.yaml(), again.yaml());
    assertEquals(config.hash(), again.hash());
    assertEquals(16, config.hash().length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frames: 25      | framse: 25      | x.yaml:4: unknown key clip.framse; did you mean"
            + " frames?",
        "frames: 25      | zebra: 25       | Known keys here: frame_rate, frames, view",
        "view: single-frame | view: single_frame | must be one of natural, single-frame, got"
            + " single_frame; did you mean single-frame?",
        "frames: 25      | frames: 10.7    | x.yaml:4: clip.frames must be a whole number",
        "frames: 25      | frames: 99999999999 | of at most nine digits, got 99999999999",
        "frames: 25      | frames: 65      | x.yaml:4: clip.frames must lie in 1..64, got 65",
        "learning_rate: 1e-3 | learning_rate: '1e-3' | must be a number, got \"1e-3\"",
        "learning_rate: 1e-3 | learning_rate: 0x1p3 | must be a number, got 0x1p3",
        "learning_rate: 1e-3 | learning_rate: NaN | must be a number, got NaN",
        "shuffle: true   | shuffle: yes    | must be true or false, got yes",
        "seed: 7         | seed:           | x.yaml:1: seed must be a whole number, got nothing",
        "frame_rate: 30000/1001 | frame_rate: fast | a frame rate such as 25 or 30000/1001, got"
            + " fast",
        "mix: [1.0, 0, 0]| mix: [1.0, 0]   | x.yaml:12: training.stages.0: three shares are needed",
        "mix: [1.0, 0, 0]| mix: 1.0        | training.stages.0.mix must be a list, got 1.0",
        "mix: [1.0, 0, 0]| mix: [1.0, a, 0]| training.stages.0.mix.1 must be a number, got a",
        "epochs: 40      | &a epochs: 40   | anchors (&a) are not allowed",
      })
  void refusesWithKeyLineAndWhatIsAllowed(String good, String bad, String expected) {
    assertTrue(COMPLETE.contains(good), good);
    String message = refusal(() -> parse(COMPLETE.replace(good, bad.replace("'", "\""))));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void missingKeyIsNamedWithItsType() {
    assertEquals(
        "x.yaml:3: missing key clip.frames, which must be a whole number of at most nine digits;"
            + " add it to the section clip",
        refusal(() -> parse(COMPLETE.replace("  frames: 25\n", ""))));
    assertTrue(
        refusal(() -> parse("seed: 7"))
            .contains(
                "missing key clip, which must be a section with the keys frame_rate, frames"));
  }

  @Test
  void aMissingKeyThatMayBeNullSaysSo() {
    assertEquals(
        "x.yaml:7: missing key training.start_from, which must be text, or null; add it to the"
            + " section training",
        refusal(() -> parse(COMPLETE.replace("  start_from: null\n", ""))));
  }

  @Test
  void duplicateKeyIsNamedWithBothLines() {
    assertEquals(
        "x.yaml:5: duplicate key frames (first at x.yaml:4); remove one of them",
        refusal(() -> parse(COMPLETE.replace("  frames: 25\n", "  frames: 25\n  frames: 26\n"))));
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() {
    assertTrue(refusal(() -> parse("seed: [1\nclip: 3")).startsWith("x.yaml:2: not valid YAML"));
    assertTrue(refusal(() -> parse("just words")).contains("must consist of keys with values"));
    assertTrue(refusal(() -> parse("")).contains("must consist of keys with values, got nothing"));
  }

  @Test
  void extendsMergesSectionBySection() throws IOException {
    write("base.yaml", COMPLETE);
    Files.createDirectory(folder.resolve("sub"));
    write("sub/middle.yaml", "extends: ../base.yaml\ntraining:\n  shuffle: false\n");
    Path top = write("top.yaml", "extends: sub/middle.yaml\nclip:\n  frames: 5\n");
    Experiment read = ConfigReader.read(top, List.of(), Experiment.class).value();
    assertEquals(5, read.clip().frames());
    assertEquals(View.SINGLE_FRAME, read.clip().view());
    assertEquals(false, read.training().shuffle());
    assertEquals(2, read.training().stages().size());
  }

  @Test
  void afterMergingAMistakeIsStillNamedInItsOwnFile() throws IOException {
    write("base.yaml", COMPLETE);
    Path top = write("top.yaml", "extends: base.yaml\n\nclip:\n  frames: 500\n");
    String message = refusal(() -> ConfigReader.read(top, List.of(), Experiment.class));
    assertTrue(message.contains("top.yaml:4: clip.frames must lie in 1..64, got 500"), message);
    write("base.yaml", COMPLETE.replace("seed: 7", "sede: 7"));
    Path other = write("other.yaml", "extends: base.yaml\n");
    String misspelt = refusal(() -> ConfigReader.read(other, List.of(), Experiment.class));
    assertTrue(misspelt.contains("base.yaml:1: unknown key sede; did you mean seed?"), misspelt);
  }

  @Test
  void cycleAndMissingParentAreRefused() throws IOException {
    write("a.yaml", "extends: b.yaml\n");
    Path b = write("b.yaml", "extends: a.yaml\n");
    assertTrue(
        refusal(() -> ConfigReader.read(b, List.of(), Experiment.class))
            .contains("extends itself by way of [b.yaml, a.yaml]"));
    Path lost = write("lost.yaml", "\nextends: nowhere.yaml\n");
    String message = refusal(() -> ConfigReader.read(lost, List.of(), Experiment.class));
    assertTrue(message.contains("lost.yaml:2: extends names nowhere.yaml"), message);
    Path absent = folder.resolve("absent.yaml");
    assertTrue(
        refusal(() -> ConfigReader.read(absent, List.of(), Experiment.class))
            .endsWith("absent.yaml: there is no such config file"));
  }

  @Test
  void overridesReachSectionsAndListItems() throws IOException {
    Path file = write("base.yaml", COMPLETE);
    List<String> overrides =
        List.of("clip.frames=9", "training.stages.1.epochs=2", "training.stages.0.mix=[0,1,0]");
    Experiment read = ConfigReader.read(file, overrides, Experiment.class).value();
    assertEquals(9, read.clip().frames());
    assertEquals(2, read.training().stages().get(1).epochs());
    assertEquals(List.of(0.0, 1.0, 0.0), read.training().stages().get(0).mix());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clip.framse=9  | --set clip.framse=9: unknown key clip.framse; did you mean frames?",
        "clip.frames=99 | --set clip.frames=99: clip.frames must lie in 1..64, got 99",
        "clip.frames    | --set clip.frames: must look like section.key=value",
        "seed.x=1       | --set seed.x=1: there is no key x below 7",
        "training.stages.7.epochs=1 | the list has 2 items, numbered from 0",
      })
  void wrongOverrideIsNamedAsTyped(String override, String expected) throws IOException {
    Path file = write("base.yaml", COMPLETE);
    String message = refusal(() -> ConfigReader.read(file, List.of(override), Experiment.class));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void differencesListTheKeysThatChanged() {
    ResolvedConfig<Experiment> first = parse(COMPLETE);
    ResolvedConfig<Experiment> second =
        parse(COMPLETE.replace("epochs: 40", "epochs: 4").replace("frames: 25", "frames: 16"));
    assertEquals(
        List.of(
            new ResolvedConfig.Difference("clip.frames", "25", "16"),
            new ResolvedConfig.Difference("training.stages.1.epochs", "40", "4")),
        first.differences(second));
    assertEquals(List.of(), first.differences(parse(first.yaml())));
    assertNotEquals(first.hash(), second.hash());
  }

  @Test
  void textSurvivesWhateverItHolds() {
    String odd = "a\"b\\c\n\u0001ş: # 7";
    Training training = new Training(1, true, odd, "null", List.of());
    Experiment experiment =
        new Experiment(1, new Clip(FrameRate.of(25), 1, View.NATURAL), training);
    assertEquals(experiment, parse(new ResolvedConfig<>(experiment).yaml()).value());
  }

  @Test
  void distanceCountsEdits() {
    assertEquals(3, Spelling.distance("kitten", "sitting"));
    assertEquals(4, Spelling.distance("", "four"));
    assertEquals(Spelling.distance("abc", "cab"), Spelling.distance("cab", "abc"));
  }
}
