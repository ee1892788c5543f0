package avts.distill.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.distill.runtime.FeatureSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFilesTest {
  @TempDir Path folder;

  private static void assertRefused(Path bundle, String... words) {
    BundleException refused =
        assertThrows(
            BundleException.class,
            () -> {
              try (Bundle opened = Bundle.open(bundle)) {
                throw new AssertionError("opened " + opened.origin());
              }
            });
    String message = String.valueOf(refused.getMessage());
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  @Test
  void settingsReadBackAsTheyWere() {
    for (Kind kind : Kind.values()) {
      FeatureSettings settings = Bundles.settings(kind);
      assertEquals(settings, FeatureSettings.parse(settings.toYaml()));
    }
    FeatureSettings segments = Bundles.onSegments(5);
    assertEquals(segments, FeatureSettings.parse(segments.toYaml()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "features.yaml", "labels.txt", "provenance.json"})
  void aMissingFileIsNamed(String name) throws IOException {
    Path bundle = Bundles.classes(folder.resolve("b"));
    Files.delete(bundle.resolve(name));
    assertRefused(bundle, name, "is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "features.yaml", "labels.txt"})
  void anAlteredFileIsNamed(String name) throws IOException {
    Path bundle = Bundles.classes(folder.resolve("b"));
    byte[] content = Files.readAllBytes(bundle.resolve(name));
    content[content.length / 2] ^= 1;
    Files.write(bundle.resolve(name), content);
    assertRefused(bundle, name, "is not the file that was exported");
  }

  @Test
  void aFolderThatIsNoneIsRefused() throws IOException {
    assertRefused(folder.resolve("absent"), "absent", "is no folder");
    assertRefused(Files.createDirectory(folder.resolve("empty")), "provenance.json", "is missing");
  }

  @Test
  void modelsThatDisagreeWithTheSettingsAreRefused() throws IOException {
    byte[] settings = Bundles.yaml(Bundles.settings(Kind.EMBEDDING));
    assertRefused(
        Bundles.write(
            folder.resolve("filters"),
            Map.of("model.onnx", TinyModel.means(9), "features.yaml", settings)),
        "model.onnx takes",
        "[1, 1, 12, 39]",
        "not of one export");
    assertRefused(
        Bundles.write(
            folder.resolve("output"),
            Map.of("model.onnx", TinyModel.softmax(12), "features.yaml", settings)),
        "gives [probabilities]",
        "\"embedding\"");
    FeatureSettings one = Bundles.settings(Kind.EMBEDDING);
    FeatureSettings longer =
        FeatureSettings.ofClips(one.kind(), 13, one.bank(), one.normalisation(), one.windows());
    assertRefused(
        Bundles.write(
            folder.resolve("size"),
            Map.of("model.onnx", TinyModel.means(12), "features.yaml", Bundles.yaml(longer))),
        "model.onnx gives",
        "[1, 13]");
    assertRefused(
        Bundles.write(
            folder.resolve("broken"),
            Map.of("model.onnx", "no model".getBytes(UTF_8), "features.yaml", settings)),
        "model.onnx",
        "cannot be loaded");
  }

  @Test
  void modelsOnSegmentsThatDisagreeWithTheSettingsAreRefused() throws IOException {
    byte[] model = TinyModel.segmentMeans(5, 3 * Bundles.FILTERS);
    assertRefused(
        Bundles.write(
            folder.resolve("count"),
            Map.of("model.onnx", model, "features.yaml", Bundles.yaml(Bundles.onSegments(4)))),
        "model.onnx takes",
        "[1, 4, 36]",
        "not of one export");
    assertRefused(
        Bundles.write(
            folder.resolve("heard"),
            Map.of(
                "model.onnx", TinyModel.segmentMeans(5, 2 * Bundles.FILTERS),
                "features.yaml", Bundles.yaml(Bundles.onSegments(5)))),
        "model.onnx takes",
        "[1, 5, 36]");
    byte[] clips = Bundles.yaml(Bundles.settings(Kind.EMBEDDING));
    assertRefused(
        Bundles.write(folder.resolve("clips"), Map.of("model.onnx", model, "features.yaml", clips)),
        "model.onnx takes [features, mask]",
        "features.yaml tells of [log_mel]");
    assertRefused(
        Bundles.write(
            folder.resolve("segments"),
            Map.of(
                "model.onnx",
                TinyModel.means(12),
                "features.yaml",
                Bundles.yaml(Bundles.onSegments(12)))),
        "model.onnx takes [log_mel]",
        "features.yaml tells of [features, mask]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "features.yaml", "provenance.json"})
  void filesOfBundlesOnSegmentsAreNamedToo(String name) throws IOException {
    Path altered = Bundles.onSegments(folder.resolve("altered"));
    byte[] content = Files.readAllBytes(altered.resolve(name));
    content[0] ^= 1;
    Files.write(altered.resolve(name), content);
    assertRefused(altered, name);
    Path missing = Bundles.onSegments(folder.resolve("missing"));
    Files.delete(missing.resolve(name));
    assertRefused(missing, name, "is missing");
  }

  /** What is replaced, by what, and what the message says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"take_mean\": true|\"take_mean\": 1|segments.take_mean must be true or false",
        "\"span\": \"whole\"|\"span\": \"all\"|span must be whole or spoken, is \"all\"",
        "\"count\": 5|\"count\": 0|count must lie in 1..1000",
        "\"hop_seconds\": 0.08|\"hop_seconds\": 0|several segments need a hop_seconds",
        "\"length_seconds\": 0.1|\"length_seconds\": 0|takes the whole span as one segment",
        "\"heard_steps\": 3|\"heard\": 3|unknown keys [heard] in segments",
        "\"span\": \"whole\"|\"span\": \"spoken\"|energy must be the number of a filter"
      })
  void segmentsThatMakeNoSenseAreRefused(String wrong, String instead, String problem) {
    String yaml = Bundles.onSegments(5).toYaml().replace("\"energy\": 0", "\"energy\": 12");
    assertTrue(yaml.contains(wrong), wrong);
    String changed = yaml.replaceFirst(java.util.regex.Pattern.quote(wrong), instead);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> FeatureSettings.parse(changed));
    assertTrue(String.valueOf(refused.getMessage()).contains(problem), refused.getMessage());
  }

  @Test
  void labelsThatDoNotNameEveryClassAreRefused() throws IOException {
    assertRefused(
        Bundles.write(
            folder.resolve("b"),
            Map.of(
                "model.onnx", TinyModel.softmax(12),
                "features.yaml", Bundles.yaml(Bundles.settings(Kind.CLASSES)),
                "labels.txt", "one\ntwo\n".getBytes(UTF_8))),
        "labels.txt names 2 classes",
        "12");
  }

  /** What is replaced, by what, and what the message says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"version\": 1|\"version\": 2|version is 2 where this program reads 1",
        "avts-features|other|format must be",
        "\"embedding\"|\"vector\"|kind must be embedding or classes",
        "\"filters\": 12|\"filters\": 11|normalisation has 12 filters",
        "\"filters\": 12|\"filters\": \"12\"|filter_bank.filters must be a whole number",
        "\"filters\": 12|\"filters\": 12.5|filter_bank.filters must be a whole number",
        "\"filters\": 12,|''|the key filter_bank.filters is missing",
        "\"filters\": 12|\"filters\": 12, \"more\": 1|unknown keys [more] in filter_bank",
        "\"filters\": 12|\"filters\": 12, \"filters\": 12|stands there twice",
        "\"sample_rate\": 16000|\"sample_rate\": 1600|sample_rate must lie in",
        "\"frames\": 10|\"frames\": 0|frames must be positive",
        "\"std\"|\"sd\"|unknown keys [sd] in normalisation",
        "}|]|line"
      })
  void settingsThatMakeNoSenseAreRefused(String wrong, String instead, String problem) {
    String yaml = Bundles.settings(Kind.EMBEDDING).toYaml();
    assertTrue(yaml.contains(wrong), wrong);
    String changed = yaml.replaceFirst(java.util.regex.Pattern.quote(wrong), instead);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> FeatureSettings.parse(changed));
    assertTrue(String.valueOf(refused.getMessage()).contains(problem), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\" 1}",
        "{a: 1}",
        "01",
        "1.",
        "-",
        "nul",
        "\"a",
        "\"\\x\"",
        "[1] 2",
        "\"\\u12g4\"",
        "\"\t\"",
        "+1",
        ".5",
        "1e",
        "{\"a\":1,}"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
  }

  @Test
  void jsonByHand() {
    Object value = Json.parse(" {\"a\\u00e9\\n\": [1, -2.5e+3, \"\\\"\", {}, [], true, null]} ");
    assertEquals(
        "{aé\n=[Numeral[digits=1], Numeral[digits=-2.5e+3], \", {}, [], true, Absent[]]}",
        value.toString());
    assertThrows(IllegalArgumentException.class, () -> Json.parse("[".repeat(100_000)));
  }
}
