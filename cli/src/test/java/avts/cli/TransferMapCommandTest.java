package avts.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.signal.NpyFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings between files of activations, as a user types them. */
final class TransferMapCommandTest {
  private static final int ROWS = 60;

  @TempDir Path folder;

  /** Both networks see the same four hidden numbers, the second without noise. */
  @BeforeEach
  void makeRows() throws IOException {
    write("", ROWS, 1);
    write("test-", 40, 2);
  }

  private void write(String prefix, int rows, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    float[] source = new float[rows * 6];
    float[] target = new float[rows * 3];
    StringBuilder labels = new StringBuilder();
    float[] groups = new float[rows];
    for (int row = 0; row < rows; row++) {
      double[] hidden = random.doubles(4, -1, 1).toArray();
      for (int i = 0; i < 6; i++) {
        source[row * 6 + i] = (float) (hidden[i % 4] + 0.05 * random.nextGaussian());
      }
      for (int i = 0; i < 3; i++) {
        target[row * 3 + i] = (float) (hidden[i] - 0.5 * hidden[3]);
      }
      labels.append(hidden[0] > 0 ? "open" : "shut").append('\n');
      groups[row] = Math.floorDiv(row, 3);
    }
    NpyFile.write(folder.resolve(prefix + "x.npy"), source, rows, 6);
    NpyFile.write(folder.resolve(prefix + "y.npy"), target, rows, 3);
    Files.writeString(folder.resolve(prefix + "labels.txt"), labels.toString());
    NpyFile.write(folder.resolve(prefix + "groups.npy"), groups, rows);
  }

  private Commands run(int code, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "transfer",
                "map",
                "--config=" + Commands.CONFIGS.resolve("mappings.yaml"),
                "--set=search.k=[3]",
                "--source=" + folder.resolve("x.npy")));
    if (Arrays.stream(more).noneMatch(word -> word.startsWith("--target"))) {
      arguments.add("--target=" + folder.resolve("y.npy"));
    }
    arguments.addAll(
        Arrays.stream(more).map(word -> word.replace("DIR", folder.toString())).toList());
    Commands avts = new Commands(folder);
    int actual = avts.run(arguments.toArray(new String[0]));
    assertEquals(code, actual, () -> avts.printed() + avts.complained());
    return avts;
  }

  @Test
  void foldsAreScoredAndTheMappedRowsKept() throws IOException {
    Commands avts =
        run(
            0,
            "--mapping=ridge",
            "--labels=DIR/labels.txt",
            "--groups=DIR/groups.npy",
            "--folds=4",
            "--out=DIR/mapped.npy",
            "--json=DIR/figures.json");
    assertTrue(
        avts.printed().contains("60 rows of 20 groups scored, protocol 4 folds by group, seed 1"),
        avts.printed());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
    assertEquals("x.npy -> y.npy", json.get("model").asText());
    JsonNode figures = json.get("figures");
    assertEquals(4, figures.get("fits").size());
    assertEquals(5, figures.get("fits").get(0).get("tried").asInt());
    assertEquals(1.0 / 15, figures.get("recall_chance").asDouble(), 1e-9);
    assertTrue(figures.get("labels").get("mapped").get("value").asDouble() > 0.7);
    // The figure again, from the rows that were written.
    NpyFile.Array mapped = NpyFile.read(folder.resolve("mapped.npy"));
    assertArrayEquals(new int[] {60, 3}, mapped.shape());
    float[] truth = NpyFile.read(folder.resolve("y.npy")).values();
    double cosine =
        IntStream.range(0, 60).mapToDouble(row -> cosine(mapped.values(), truth, row)).sum() / 60;
    assertEquals(cosine, figures.get("cosine").get("value").asDouble(), 1e-6);
    assertTrue(cosine > 0.9, "cosine " + cosine);
  }

  private static double cosine(float[] a, float[] b, int row) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 3 * row; i < 3 * row + 3; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void otherFilesAreMappedAndScoredWhereTheTruthIsKnown() throws IOException {
    for (String kind : new String[] {"knn", "ncca", "svr", "ridge"}) {
      Commands avts =
          run(
              0,
              "--mapping=" + kind,
              "--set=search=null",
              "--set=ncca.dimensions=3",
              "--test-source=DIR/test-x.npy",
              "--test-target=DIR/test-y.npy",
              "--json=DIR/figures.json",
              "--out=DIR/mapped.npy");
      assertTrue(avts.printed().contains("40 rows of 40 groups"), avts.printed());
      JsonNode figures =
          new ObjectMapper().readTree(folder.resolve("figures.json").toFile()).get("figures");
      assertEquals(kind, figures.get("kind").asText());
      assertTrue(figures.get("labels").isNull());
      assertTrue(figures.get("relative_error").get("value").asDouble() < 0.5, figures.toString());
      assertTrue(figures.get("recall").get("value").asDouble() > 0.2, figures.toString());
    }
    byte[] scored = Files.readAllBytes(folder.resolve("mapped.npy"));
    Commands unscored =
        run(
            0,
            "--mapping=ridge",
            "--set=search=null",
            "--test-source=DIR/test-x.npy",
            "--out=DIR/mapped.npy");
    assertTrue(unscored.printed().contains("40 rows mapped"), unscored.printed());
    assertArrayEquals(scored, Files.readAllBytes(folder.resolve("mapped.npy")));
  }

  @Test
  void theSameSeedGivesTheSameFigures() throws IOException {
    run(0, "--groups=DIR/groups.npy", "--json=DIR/a.json", "--set=search.k=[1, 5]");
    run(0, "--groups=DIR/groups.npy", "--json=DIR/b.json", "--set=search.k=[1, 5]");
    run(0, "--groups=DIR/groups.npy", "--json=DIR/c.json", "--set=search.k=[1, 5]", "--seed=2");
    String first = Files.readString(folder.resolve("a.json"));
    assertEquals(first, Files.readString(folder.resolve("b.json")));
    assertFalse(first.equals(Files.readString(folder.resolve("c.json"))));
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    refuses(Failures.DATA_REFUSED, "test-y.npy has 40 rows, but", "--target=DIR/test-y.npy");
    NpyFile.write(folder.resolve("wide.npy"), new float[80], 40, 2);
    refuses(
        Failures.DATA_REFUSED, "x.npy has rows of 6 numbers, but", "--test-source=DIR/wide.npy");
    NpyFile.write(folder.resolve("flat.npy"), new float[60], 60);
    refuses(Failures.DATA_REFUSED, "got [60]", "--target=DIR/flat.npy");
    float[] broken = new float[60];
    broken[17] = Float.NaN;
    NpyFile.write(folder.resolve("nan.npy"), broken, 30, 2);
    refuses(Failures.DATA_REFUSED, "nan.npy holds NaN in row 8, column 1", "--target=DIR/nan.npy");
    Files.writeString(folder.resolve("short.txt"), "a\nb\n");
    refuses(Failures.DATA_REFUSED, "short.txt has 2 rows", "--labels=DIR/short.txt");
    Files.writeString(
        folder.resolve("gap.txt"),
        IntStream.range(0, 60).mapToObj(i -> i == 3 ? "" : "a").collect(Collectors.joining("\n")));
    refuses(Failures.DATA_REFUSED, "gap.txt: line 4 is empty", "--labels=DIR/gap.txt");
    refuses(Failures.FAILED, "absent.npy: no such file", "--target=DIR/absent.npy");
    refuses(
        Failures.USAGE,
        "20 neighbours of the same label",
        "--labels=DIR/labels.txt",
        "--set=search=null",
        "--set=knn.same_label=true",
        "--set=knn.k=20",
        "--folds=2");
    refuses(
        Failures.USAGE, "30 folds need as many groups", "--groups=DIR/groups.npy", "--folds=30");
    refuses(Failures.USAGE, "same_label needs the labels", "--set=knn.same_label=true");
  }

  private void refuses(int code, String phrase, String... more) {
    String complained = run(code, more).complained();
    assertTrue(complained.contains(phrase), complained);
    assertFalse(complained.contains("\tat "), complained);
  }
}
