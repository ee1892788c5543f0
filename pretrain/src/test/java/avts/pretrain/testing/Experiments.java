package avts.pretrain.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configs that come with the project and train two encoders. */
public final class Experiments {
  /** Those of other commands; their own tests read them. */
  private static final List<String> OTHERS =
      List.of(
          "avletters.yaml",
          "avletters-encoders.yaml",
          "avletters-floor.yaml",
          "avletters-classes.yaml",
          "avletters-early.yaml",
          "avletters-protocols.yaml",
          "letters-transfer.yaml",
          "demo-distill.yaml",
          "demo-transfer.yaml",
          "lips-own-data.yaml",
          "letters-curve-transfer.yaml",
          "distill-encoder.yaml",
          "lupi-emotion.yaml",
          "lupi-encoders.yaml",
          "lupi-nonsequential.yaml",
          "lupi-own-data.yaml",
          "lupi-sequential.yaml",
          "lupi-speakers-sequential.yaml",
          "lupi-speakers.yaml",
          "lupi-verification.yaml",
          "lupi-few-labels.yaml",
          "lupi-few-speakers.yaml",
          "lupi-letters.yaml",
          "index.yaml",
          "video-probe.yaml",
          "mappings.yaml");

  private Experiments() {}

  /** Returns the files in a folder of configs that are such experiments, by name. */
  public static List<Path> in(Path configs) throws IOException {
    try (Stream<Path> files = Files.list(configs)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith("-grid.yaml"))
          .filter(file -> !file.toString().endsWith("-curve.yaml"))
          .filter(file -> OTHERS.stream().noneMatch(file::endsWith))
          .sorted()
          .toList();
    }
  }
}
