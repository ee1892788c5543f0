package avts.transfer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.grid.CellProcesses.Share;
import avts.transfer.run.TransferFigures.RowFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole grid on takes of which it is known that sound tells what is seen. */
final class TransferRunTest {

  @TempDir static Path folder;
  private static Path file;

  @BeforeAll
  static void writeConfig() throws IOException {
    file = folder.resolve("small.yaml");
    try (var config = TransferRunTest.class.getResourceAsStream("small.yaml")) {
      Files.write(file, config == null ? new byte[0] : config.readAllBytes());
    }
  }

  private static ResolvedConfig<TransferConfig> config(String... overrides) {
    return ConfigReader.read(file, List.of(overrides), TransferConfig.class);
  }

  private static Map<String, byte[]> cells(Path run) throws IOException {
    Map<String, byte[]> cells = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run.resolve("cells"))) {
      for (Path cell : files.filter(Files::isRegularFile).toList()) {
        cells.put(run.relativize(cell).toString(), Files.readAllBytes(cell));
      }
    }
    return cells;
  }

  @Test
  void everyRowIsMadeOnceWhateverTheNumberOfProcessesAndBreaks() throws Exception {
    MadeTakes set = new MadeTakes(5);
    TransferRun one = TransferRun.open(config(), set, folder.resolve("one"));
    assertEquals(0, one.done());
    one.make(new Share(0, 1));
    assertEquals(one.cells(), one.done());
    TransferRun two = TransferRun.open(config(), set, folder.resolve("two"));
    two.make(new Share(1, 2));
    assertTrue(two.done() > 0 && two.done() < two.cells());
    two.make(new Share(0, 2));
    // A cell that was lost is made again as it was.
    Path lost = Cell.file(folder.resolve("two"), "knn-3-mostly", 2, 1);
    Files.delete(lost);
    TransferRun again = TransferRun.open(config(), set, folder.resolve("two"));
    again.make(new Share(0, 1));
    Map<String, byte[]> expected = cells(folder.resolve("one"));
    Map<String, byte[]> actual = cells(folder.resolve("two"));
    assertEquals(expected.keySet(), actual.keySet());
    for (String name : expected.keySet()) {
      assertArrayEquals(expected.get(name), actual.get(name), name);
    }
    TransferFigures figures = one.figures();
    assertEquals(set.takes().size(), figures.takes());
    assertEquals(0.25, figures.chance());
    Map<String, RowFigures> rows = new TreeMap<>();
    figures.rows().forEach(row -> rows.put(row.name(), row));
    assertTrue(accuracy(rows, "unimodal") > 0.45, "unimodal " + accuracy(rows, "unimodal"));
    assertTrue(accuracy(rows, "audio") > 0.5, "audio " + accuracy(rows, "audio"));
    assertTrue(accuracy(rows, "kernel-ridge") > 0.7, "ridge " + accuracy(rows, "kernel-ridge"));
    RowFigures mapped = rows.get("knn-0-mostly");
    assertTrue(
        mapped != null && mapped.cosine() != null && mapped.cosine() > 0.5,
        "the sound tells where the bar is: " + mapped);
    Path page = folder.resolve("page.html");
    TransferPage.write(one, figures, page);
    String html = Files.readString(page, StandardCharsets.UTF_8);
    assertTrue(html.contains("knn-3-mostly") && html.contains("recovered headroom"));
    assertTrue(html.contains("Mapped and true activations"));
  }

  private static double accuracy(Map<String, RowFigures> rows, String name) {
    RowFigures row = rows.get(name);
    return row == null ? Double.NaN : row.accuracy().value();
  }

  @Test
  void aFolderOfOtherSettingsOrTakesIsRefused() throws Exception {
    Path run = folder.resolve("other");
    TransferRun.open(config(), new MadeTakes(3), run);
    IOException settings =
        assertThrows(
            IOException.class,
            () -> TransferRun.open(config("protocol.parallel=0.3"), new MadeTakes(3), run));
    assertTrue(String.valueOf(settings.getMessage()).contains("begun with other settings"));
    IOException takes =
        assertThrows(IOException.class, () -> TransferRun.open(config(), new MadeTakes(4), run));
    assertTrue(String.valueOf(takes.getMessage()).contains("begun with other takes"));
  }

  @Test
  void layersAndRowsThatAreNotThereAreRefused() {
    ConfigException layer =
        assertThrows(ConfigException.class, () -> config("rows.3.layers=[0, 4]"));
    assertTrue(String.valueOf(layer.getMessage()).contains("layers must lie in 0..3, got 4"));
    ConfigException row =
        assertThrows(ConfigException.class, () -> config("comparison.gain=knn-2"));
    assertTrue(String.valueOf(row.getMessage()).contains("comparison names knn-2"));
  }

  @Test
  void mappingWithoutTakesOfSoundAloneIsRefused() {
    ConfigException nothing =
        assertThrows(ConfigException.class, () -> config("protocol.parallel=1.0"));
    assertTrue(
        String.valueOf(nothing.getMessage()).contains("with protocol.parallel 1 there are none"));
    ConfigException half =
        assertThrows(ConfigException.class, () -> config("comparison.oracle=null"));
    assertTrue(String.valueOf(half.getMessage()).contains("name gain and oracle, or neither"));
  }

  @Test
  void aBrokenCellIsNamed() throws Exception {
    Path cell = folder.resolve("broken.json");
    Files.writeString(cell, "{\"row\": \"kn");
    IOException error = assertThrows(IOException.class, () -> Cell.read(cell));
    assertTrue(String.valueOf(error.getMessage()).contains("broken.json is no cell"));
  }
}
