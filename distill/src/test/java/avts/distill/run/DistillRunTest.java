package avts.distill.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.distill.run.DistillFigures.RowFigures;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.pretrain.grid.CellProcesses.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillRunTest {
  private static final MadeSpeech SET = new MadeSpeech(4);

  @TempDir Path folder;

  private ResolvedConfig<DistillConfig> config(String... overrides) throws IOException {
    Path file = folder.resolve("small.yaml");
    if (!Files.exists(file)) {
      try (var config = DistillRunTest.class.getResourceAsStream("small.yaml")) {
        Files.write(file, Objects.requireNonNull(config).readAllBytes());
      }
    }
    return ConfigReader.read(file, List.of(overrides), DistillConfig.class);
  }

  private DistillRun open(String name, String... overrides) throws IOException {
    return DistillRun.open(config(overrides), SET, folder.resolve(name));
  }

  private static List<Path> files(Path run, String under) throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve(under))) {
      return files.filter(Files::isRegularFile).map(run::relativize).sorted().toList();
    }
  }

  private static RowFigures row(DistillFigures figures, String name) {
    return figures.tables().get(0).rows().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Cells of one process, of two, and of one that was broken off are the same. */
  @Test
  void cellsDependOnNothingButTheirUnit() throws Exception {
    DistillRun one = open("one", "protocol.only_folds=[1, 2]", "protocol.seeds=[1]");
    one.make(new Share(0, 1));
    assertEquals(one.cells(), one.done());
    DistillRun two = open("two", "protocol.only_folds=[1, 2]", "protocol.seeds=[1]");
    two.make(new Share(1, 2));
    assertTrue(two.done() < two.cells());
    two.make(new Share(0, 2));
    List<Path> cells = files(one.folder(), "cells");
    assertEquals(cells, files(two.folder(), "cells"));
    for (Path cell : cells) {
      assertEquals(
          Files.readString(one.folder().resolve(cell)),
          Files.readString(two.folder().resolve(cell)),
          cell.toString());
    }
    Path lost = two.folder().resolve(cells.get(2));
    String before = Files.readString(lost);
    Files.delete(lost);
    List<Path> teachers = files(two.folder(), "teachers");
    assertEquals(2 * 3, teachers.size()); // three kinds in each of two units
    open("two", "protocol.only_folds=[1, 2]", "protocol.seeds=[1]").make(new Share(0, 1));
    assertEquals(before, Files.readString(lost));
  }

  @Test
  void studentsLearnFromTeachers() throws Exception {
    DistillRun run = open("all");
    run.make(new Share(0, 1));
    DistillFigures figures = run.figures();
    assertEquals(36, figures.asked());
    assertEquals(1 / 3.0, figures.chance(), 1e-12);
    for (String name : List.of("scratch", "teacher", "lupi", "lupi-joint", "soft-labels")) {
      assertTrue(row(figures, name).value().value() > 0.6, name + ": " + row(figures, name));
    }
    assertTrue(row(figures, "lupi-quarter").parameters() < 0.5 * row(figures, "lupi").parameters());
    assertNotEquals(
        row(figures, "lupi").confusion(), row(figures, "scratch").confusion(), "no imitation");
    Path page = folder.resolve("page.html");
    DistillPage.write(run, figures, page);
    assertTrue(Files.readString(page).contains("lupi-quarter"));
    assertTrue(
        DistillTable.rows(figures.measure(), figures.tables().get(0)).lines().stream()
            .anyMatch(line -> line.startsWith("hinton")));
  }

  /** A teacher that sees tells its student what few labels do not. */
  @Test
  void aStudentLearnsFromTakesWithoutLabels() throws Exception {
    DistillRun run =
        open(
            "few",
            "protocol.labelled=0.26",
            "protocol.noise=[3.0]",
            "protocol.draws=4",
            "protocol.seeds=[1]");
    run.make(new Share(0, 1));
    DistillFigures figures = run.figures();
    double scratch = row(figures, "scratch").value().value();
    double taught = row(figures, "lupi").value().value();
    assertTrue(taught > scratch + 0.05, taught + " against " + scratch);
  }

  /** Six voices; each fold learns four of them and is asked about the other two. */
  @Test
  void speakersAreVerified() throws Exception {
    MadeSpeech set = new MadeSpeech(List.of("Ann", "Bob", "Cid", "Dan", "Eve", "Fay"), 3, 4);
    List<String> rows = List.of("scratch", "teacher", "lupi");
    String[] settings = {
      "protocol.task=verification",
      "protocol.folds=3",
      "protocol.only_folds=[1, 2]",
      "protocol.seeds=[1]",
      "protocol.verification={asked_speakers: 2, trials: null, cost: {p_target: 0.05, c_miss: 1,"
          + " c_false_alarm: 1}}"
    };
    DistillRun run = DistillRun.open(config(settings), set, folder.resolve("verified"));
    run.make(new Share(0, 1));
    DistillFigures figures = run.figures();
    assertEquals(Measure.EQUAL_ERROR_RATE, figures.measure());
    assertEquals(2 * 27 * 4, figures.asked()); // 2 speakers x 27 pairs, 54 pairs across
    for (String name : rows) {
      assertTrue(row(figures, name).value().value() < 0.3, name + ": " + row(figures, name));
      assertTrue(row(figures, name).second() <= 1, name + ": " + row(figures, name));
    }
    String table =
        String.join("\n", DistillTable.rows(figures.measure(), figures.tables().get(0)).lines());
    assertTrue(table.contains("EER") && table.contains("minDCF"), table);
    assertTrue(DistillTable.sentence(figures).contains("points of EER less"));
    Path page = folder.resolve("verified.html");
    DistillPage.write(run, figures, page);
    assertTrue(Files.readString(page).contains("minDCF"));
  }

  @Test
  void aCacheOfOtherTakesIsRefused() throws Exception {
    String[] few = {"protocol.only_folds=[1]", "protocol.seeds=[1]"};
    DistillRun run = open("cache", few);
    run.make(new Share(0, 1));
    List<Path> teachers = files(run.folder(), "teachers");
    Path first = run.folder().resolve(teachers.get(0));
    Path unlike = run.folder().resolve(teachers.get(2));
    Files.write(first, Files.readAllBytes(unlike)); // the teacher that hears, for one that sees
    for (Path cell : files(run.folder(), "cells")) {
      Files.delete(run.folder().resolve(cell));
    }
    IOException refused =
        assertThrows(IOException.class, () -> open("cache", few).make(new Share(0, 1)));
    assertTrue(String.valueOf(refused.getMessage()).contains("other takes"), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains(first.getFileName().toString()));
  }

  @Test
  void anotherConfigOrSetIsRefused() throws Exception {
    open("run");
    IOException settings =
        assertThrows(IOException.class, () -> open("run", "standardise_targets=false"));
    assertTrue(String.valueOf(settings.getMessage()).contains("other settings"));
    IOException takes =
        assertThrows(
            IOException.class,
            () -> DistillRun.open(config(), new MadeSpeech(3), folder.resolve("run")));
    assertTrue(String.valueOf(takes.getMessage()).contains("other takes"));
    Files.writeString(folder.resolve("file"), "");
    IOException file = assertThrows(IOException.class, () -> open("file"));
    assertTrue(
        String.valueOf(file.getMessage()).endsWith("file is a file: name a folder for the run"));
  }

  @Test
  void anotherListOfTrialsIsRefused() throws Exception {
    MadeSpeech set = new MadeSpeech(List.of("Ann", "Bob", "Cid", "Dan"), 1, 1);
    Path list = Files.writeString(folder.resolve("list.txt"), "1 A1_Ann B1_Ann\n0 A1_Ann B1_Bob\n");
    String[] settings = {
      "protocol.task=verification",
      "protocol.folds=1",
      "protocol.verification={asked_speakers: null, trials: '"
          + list
          + "', cost: {p_target: 0.05, c_miss: 1, c_false_alarm: 1}}"
    };
    Path run = folder.resolve("listed");
    assertEquals(20, DistillRun.open(config(settings), set, run).cells());
    DistillRun.open(config(settings), set, run);
    Files.writeString(list, "1 A1_Ann B1_Ann\n0 A1_Ann C1_Bob\n");
    IOException other =
        assertThrows(IOException.class, () -> DistillRun.open(config(settings), set, run));
    assertTrue(String.valueOf(other.getMessage()).contains("other trials"), other.getMessage());
  }

  @Test
  void rowsThatCannotBeHeldAgainstAnythingAreRefused() {
    Exception size = assertThrows(Exception.class, () -> config("rows.0.size=0.5"));
    assertTrue(String.valueOf(size.getMessage()).length() > 10);
  }
}
