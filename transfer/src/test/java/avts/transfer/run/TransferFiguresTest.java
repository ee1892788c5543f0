package avts.transfer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.config.ConfigReader;
import avts.transfer.run.TransferFigures.RowFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransferFiguresTest {
  private static final String TAKES = "abcdefghij";

  @TempDir Path folder;

  private TransferConfig config() throws IOException {
    Path file = folder.resolve("small.yaml");
    try (var config = TransferFiguresTest.class.getResourceAsStream("small.yaml")) {
      Files.write(file, Objects.requireNonNull(config).readAllBytes());
    }
    return ConfigReader.read(file, List.of(), TransferConfig.class).value();
  }

  /** One cell of ten takes, all of label A; those in {@code right} are told so. */
  private static Cell cell(String row, long seed, String right) {
    List<String> takes = TAKES.chars().mapToObj(c -> (char) c + "").toList();
    return new Cell(
        row,
        1,
        seed,
        takes,
        takes.stream().map(take -> "A").toList(),
        takes.stream().map(take -> right.contains(take) ? "A" : "B").toList(),
        takes.stream().map(take -> 0.5).toList(),
        null);
  }

  @Test
  void figuresAreThoseWorkedOutByHand() throws IOException {
    List<Cell> cells = new ArrayList<>();
    cells.add(cell("unimodal", 1, "abcd"));
    cells.add(cell("unimodal", 2, "ab"));
    for (String control : List.of("real-only-3-mostly", "same-label-3-mostly")) {
      cells.add(cell(control, 1, "abcd"));
      cells.add(cell(control, 2, "ab"));
    }
    cells.add(cell("knn-3-mostly", 1, "abcde"));
    cells.add(cell("knn-3-mostly", 2, "abcd"));
    cells.add(cell("oracle-3-mostly", 1, "abcdefgh"));
    cells.add(cell("oracle-3-mostly", 2, "abcdefgh"));
    TransferFigures figures = TransferFigures.of(config(), cells);
    assertEquals(10, figures.takes());
    assertEquals(0.5, figures.chance());
    RowFigures unimodal = figures.rows().get(0);
    assertEquals(0.3, unimodal.accuracy().value(), 1e-12);
    assertEquals(Math.sqrt(0.02), unimodal.deviation(), 1e-12); // shares 0.4 and 0.2
    assertEquals(1, unimodal.p());
    assertNull(unimodal.cosine());
    assertEquals(List.of("A", "B"), unimodal.confusion().labels());
    assertEquals(List.of(List.of(6, 14), List.of(0, 0)), unimodal.confusion().counts());
    RowFigures knn =
        figures.rows().stream()
            .filter(row -> row.name().equals("knn-3-mostly"))
            .findFirst()
            .orElseThrow();
    assertEquals(0.15, knn.againstBaseline(), 1e-12);
    // differences 1/2, 1/2, 1/2: of eight signs two are as extreme
    assertEquals(0.25, knn.p(), 0.1);
    // (0.45 - 0.3) / (0.8 - 0.3), if the interval is defined at all in so few takes
    if (figures.headroom() != null) {
      assertEquals(0.3, figures.headroom().value(), 1e-12);
    }
    assertTrue(figures.controls().stream().allMatch(c -> c.difference().value() > 0.14));
    assertTrue(
        TransferTable.rows(figures).lines().stream().anyMatch(l -> l.startsWith("knn-3-mostly")));
  }
}
