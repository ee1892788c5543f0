package avts.pretrain.report;

import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.TextTable;
import avts.pretrain.report.Report.Matrix;
import avts.pretrain.report.Report.Table;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The figures that measuring commands have left in a run, whatever they measured: one JSON file
 * each, turned into tables and confusion matrices.
 *
 * <p>A list of objects becomes a table with their plain values as columns, a list of names called
 * {@code classes} beside a square list of lists called {@code confusion} a matrix, and the plain
 * values that are left a table of two columns. Long lists of numbers are left out.
 */
public final class KeptFigures {
  private static final String FOLDER = "evaluations";
  private static final int MAX_ROWS = 60;
  private static final Set<String> INTERVAL = Set.of("value", "low", "high");

  private final List<Table> tables = new ArrayList<>();
  private final List<Matrix> matrices = new ArrayList<>();

  private KeptFigures() {}

  /** Keeps {@code measurement} in {@code run}; one with the same command is replaced. */
  public static void keep(Path run, Measurement<?> measurement) throws IOException {
    Path folder = Files.createDirectories(run.resolve(FOLDER));
    measurement.write(folder.resolve(measurement.command().replace(' ', '-') + ".json"));
  }

  /**
   * Reads what was kept in {@code run}, in the order of the names.
   *
   * @throws IOException if a file is broken
   */
  public static KeptFigures of(Path run) throws IOException {
    KeptFigures figures = new KeptFigures();
    Path folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return figures;
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      try {
        figures.add(new JsonMapper().readTree(Files.readString(file)));
      } catch (JsonProcessingException e) {
        throw new IOException(file + " is broken: " + e.getOriginalMessage(), e);
      }
    }
    return figures;
  }

  /** Returns the tables. */
  public List<Table> tables() {
    return List.copyOf(tables);
  }

  /** Returns the confusion matrices. */
  public List<Matrix> matrices() {
    return List.copyOf(matrices);
  }

  private void add(JsonNode measurement) {
    String hash = measurement.path("config_hash").asText();
    String note =
        "protocol "
            + measurement.path("protocol").asText()
            + ", seed "
            + measurement.path("seed").asText()
            + ", model "
            + measurement.path("model").asText()
            + ", config "
            + hash.substring(0, Math.min(12, hash.length()));
    add(measurement.path("command").asText(), note, measurement.path("figures"), List.of());
  }

  private void add(String title, String note, JsonNode node, List<String> outerClasses) {
    List<String> classes =
        node.path("classes").isArray() ? texts(node.path("classes")) : outerClasses;
    List<List<String>> plain = new ArrayList<>();
    plain.add(List.of("figure", "value"));
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = words(field.getKey());
      JsonNode value = field.getValue();
      if (isPlain(value)) {
        plain.add(List.of(name, text(value)));
      } else if (field.getKey().equals("confusion") && isSquare(value, classes.size())) {
        matrices.add(new Matrix(title, note, classes, rows(value)));
      } else if (value.isObject()) {
        add(title + ", " + name, note, value, classes);
      } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
        addList(title + ", " + name, note, value, classes);
      }
    }
    if (plain.size() > 1) {
      tables.add(new Table(title, note, plain));
    }
  }

  private void addList(String title, String note, JsonNode list, List<String> classes) {
    Set<String> columns = new LinkedHashSet<>();
    for (JsonNode item : list) {
      item.properties().stream()
          .filter(field -> isPlain(field.getValue()))
          .forEach(field -> columns.add(field.getKey()));
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(KeptFigures::words).toList());
    for (int i = 0; i < Math.min(MAX_ROWS, list.size()); i++) {
      JsonNode item = list.get(i);
      rows.add(columns.stream().map(column -> text(item.path(column))).toList());
    }
    if (!columns.isEmpty()) {
      tables.add(new Table(title, note, rows));
    }
    for (JsonNode item : list) {
      if (item.has("confusion") && isSquare(item.path("confusion"), classes.size())) {
        String name = item.path("name").asText(item.path("row").asText());
        matrices.add(
            new Matrix(
                name.isEmpty() ? title : title + ", " + name,
                note,
                classes,
                rows(item.path("confusion"))));
      }
    }
  }

  private static boolean isPlain(JsonNode node) {
    return node.isValueNode() || isInterval(node);
  }

  private static boolean isInterval(JsonNode node) {
    return node.isObject() && node.size() == 3 && INTERVAL.stream().allMatch(node::has);
  }

  private static boolean isSquare(JsonNode node, int side) {
    boolean square = side > 0 && node.isArray() && node.size() == side;
    for (JsonNode row : node) {
      square = square && row.isArray() && row.size() == side;
    }
    return square;
  }

  private static List<List<Integer>> rows(JsonNode matrix) {
    List<List<Integer>> rows = new ArrayList<>();
    for (JsonNode row : matrix) {
      List<Integer> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.asInt()));
      rows.add(cells);
    }
    return rows;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static String words(String key) {
    return key.replace('_', ' ');
  }

  private static String text(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "-";
    }
    if (isInterval(node)) {
      return number(node.path("value"))
          + " ("
          + number(node.path("low"))
          + " to "
          + number(node.path("high"))
          + ")";
    }
    return node.isFloatingPointNumber() ? number(node) : node.asText();
  }

  private static String number(JsonNode node) {
    return TextTable.fixed(node.asDouble(), 3);
  }
}
