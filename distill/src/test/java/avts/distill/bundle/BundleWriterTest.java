package avts.distill.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.ClipGrid;
import avts.datasets.time.FrameRate;
import avts.datasets.time.SlidingWindows;
import avts.distill.runtime.Bundle;
import avts.distill.runtime.FeatureSettings;
import avts.pretrain.engine.SameDiffClassifier;
import avts.pretrain.exchange.OnnxFile;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.model.InputShape;
import avts.pretrain.model.NetworkConfig;
import avts.pretrain.model.TwoTowerNetwork.Tower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
  private static final FilterBankConfig BANK =
      new FilterBankConfig(8_000, 0.02, 0.01, 256, 20, 0.97);

  @TempDir Path folder;

  private static FeatureSettings settings(int classes) {
    ClipGrid grid = new ClipGrid(10, FrameRate.of(25), 8_000);
    return FeatureSettings.ofClips(
        FeatureSettings.Kind.CLASSES,
        classes,
        BANK,
        FeatureNormalisation.constant(20, 5, 3),
        SlidingWindows.adjoining(grid));
  }

  /** An untrained audio encoder with a classifier on it. */
  private static OnnxFile network(int classes) {
    NetworkConfig network =
        new NetworkConfig(
            new NetworkConfig.Video(NetworkConfig.Arch.MC3_18, 0.05, false, 2),
            new NetworkConfig.Audio(0.05, 1),
            new NetworkConfig.Head(4, 4, 1),
            1e-5);
    InputShape input = new InputShape(1, 10, 16, 16, 20, settings(classes).clipWindows());
    try (SameDiffClassifier classifier =
        SameDiffClassifier.ofClips(
            new SameDiffClassifier.Model(network, input, Tower.AUDIO, Statistics.BATCH), classes)) {
      classifier.load(
          classifier.initialParameters(new SplittableRandom(1)),
          classifier.initialStatistics(new SplittableRandom(2)));
      return new OnnxFile(classifier.model(), new OnnxFile.Origin("test/step-1", "classes", "00"));
    }
  }

  private static BundleWriter writer(List<String> labels) {
    return new BundleWriter(
        new BundleWriter.Content(
            network(3),
            settings(3),
            labels,
            new BundleWriter.Training("11", "", Map.of("avts", "test"))));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A bundle that misses a file is refused as a bundle, not taken for a run. */
  @Test
  void aBundleThatMissesItsFeaturesIsStillABundle() throws IOException {
    assertFalse(BundleEmbedder.isBundle(folder));
    Files.write(folder.resolve(Bundle.MODEL), new byte[1]);
    assertTrue(BundleEmbedder.isBundle(folder));
  }

  @Test
  void aClassifierIsReadBackWithItsLabels() throws IOException {
    Path bundle = folder.resolve("new/bundle");
    writer(List.of("one", "two", "drei und vier")).write(bundle, unfinished -> {});
    try (Bundle opened = Bundle.open(bundle)) {
      assertEquals(List.of("one", "two", "drei und vier"), opened.labels());
      assertEquals(settings(3), opened.settings());
      assertEquals("test/step-1", opened.origin().model());
      assertEquals(3, opened.origin().files().size());
    }
  }

  @Test
  void whatFailsItsTrialLeavesNothing() throws IOException {
    IOException failed =
        assertThrows(
            IOException.class,
            () ->
                writer(List.of("a", "b", "c"))
                    .write(
                        folder.resolve("bundle"),
                        unfinished -> {
                          try (Bundle whole = Bundle.open(unfinished)) {
                            throw new IOException("no good: " + whole.labels());
                          }
                        }));
    assertEquals("no good: [a, b, c]", failed.getMessage());
    assertEquals(List.of(), names());
  }

  @Test
  void whatAnInterruptedExportLeftIsReplaced() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".tmp-bundle"));
    Files.writeString(left.resolve("model.onnx"), "half");
    writer(List.of("a", "b", "c")).write(folder.resolve("bundle"), unfinished -> {});
    assertEquals(List.of("bundle"), names());
  }

  @Test
  void labelsMustNameEveryClassInOneLine() {
    assertThrows(IllegalArgumentException.class, () -> writer(List.of("a", "b")));
    assertThrows(IllegalArgumentException.class, () -> writer(List.of("a", "b", "c\nd")));
    assertThrows(IllegalArgumentException.class, () -> writer(List.of("a", "b", "")));
    assertThrows(IllegalArgumentException.class, () -> writer(List.of("a", "b", " c")));
  }
}
