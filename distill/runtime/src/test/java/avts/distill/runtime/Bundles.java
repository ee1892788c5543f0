package avts.distill.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.segment.SegmentCut;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import avts.datasets.time.SlidingWindows;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Bundles of {@link TinyModel}s, and sounds. */
final class Bundles {
  static final int FILTERS = 12;
  static final int RATE = 16_000;

  private Bundles() {}

  /** Clips of 0.4 s every 0.2 s at 16 kHz. */
  static FeatureSettings settings(FeatureSettings.Kind kind) {
    float[] mean = new float[FILTERS];
    float[] std = new float[FILTERS];
    for (int i = 0; i < FILTERS; i++) {
      mean[i] = 5 + 0.1f * i;
      std[i] = 2 + 0.3f * i;
    }
    ClipGrid grid = new ClipGrid(10, FrameRate.of(25), RATE);
    return FeatureSettings.ofClips(
        kind,
        FILTERS,
        new FilterBankConfig(RATE, 0.02, 0.01, 512, FILTERS, 0.97),
        new FeatureNormalisation(mean, std),
        new SlidingWindows(grid, 0.2));
  }

  /** Clips of 0.4 s every 0.2 s, or whole sounds, cut into so many segments of 0.1 s. */
  static FeatureSettings onSegments(int count) {
    FeatureSettings clips = settings(FeatureSettings.Kind.EMBEDDING);
    return new FeatureSettings(
        clips.kind(),
        count,
        clips.bank(),
        clips.normalisation(),
        clips.windows(),
        new SegmentSettings(
            true, new SegmentCut(SegmentCut.Span.WHOLE, 0, 0.4, 2, 0.1, 0.08, count, 3)));
  }

  /** Writes a bundle whose model gives the mean of what is heard in each of five segments. */
  static Path onSegments(Path folder) throws IOException {
    return write(
        folder,
        Map.of(
            "model.onnx", TinyModel.segmentMeans(5, 3 * FILTERS),
            "features.yaml", yaml(onSegments(5))));
  }

  static List<String> labels() {
    return List.of("ah", "beh", "ceh", "d", "e", "f", "g", "h", "ih", "j", "k", "last one");
  }

  /** Writes a bundle whose model gives the mean of each filter. */
  static Path embedding(Path folder) throws IOException {
    return write(
        folder,
        Map.of(
            "model.onnx", TinyModel.means(FILTERS),
            "features.yaml", yaml(settings(FeatureSettings.Kind.EMBEDDING))));
  }

  /** Writes a bundle whose model gives the softmax of those means. */
  static Path classes(Path folder) throws IOException {
    return write(
        folder,
        Map.of(
            "model.onnx", TinyModel.softmax(FILTERS),
            "features.yaml", yaml(settings(FeatureSettings.Kind.CLASSES)),
            "labels.txt", String.join("\n", labels()).getBytes(UTF_8)));
  }

  static byte[] yaml(FeatureSettings settings) {
    return settings.toYaml().getBytes(UTF_8);
  }

  /** Writes files and their hashes. */
  static Path write(Path folder, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    StringBuilder hashes = new StringBuilder();
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
      hashes
          .append(hashes.isEmpty() ? "" : ", ")
          .append("\"" + file.getKey() + "\": \"")
          .append(Hashing.sha256().hashBytes(file.getValue()))
          .append("\"");
    }
    Files.writeString(
        folder.resolve("provenance.json"),
        "{\"format\": \"avts-bundle\", \"version\": 1, \"model\": \"tiny/step-1\", \"layer\":"
            + " \"encoder\", \"weights_sha256\": \"00\", \"config_hash\": \"11\", \"note\":"
            + " [null, true, -1.5e3], \"files\": {"
            + hashes
            + "}}");
    return folder;
  }

  /** Returns noise whose loudness and colour change, in -0.6..0.6. */
  static float[] sound(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] sound = new float[count];
    float last = 0;
    for (int i = 0; i < count; i++) {
      float loudness = 0.3f + 0.3f * (float) Math.sin(i / 3000.0);
      last = 0.7f * last + 0.3f * (2 * random.nextFloat() - 1);
      sound[i] = loudness * last;
    }
    return sound;
  }

  static float[] slice(float[] values, int from, int to) {
    return Arrays.copyOfRange(values, from, to);
  }
}
