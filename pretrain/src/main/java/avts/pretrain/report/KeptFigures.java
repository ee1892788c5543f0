package avts.pretrain.report;

import avts.pretrain.eval.Measurement;
import avts.pretrain.eval.TextTable;
import avts.pretrain.report.Report.Chart;
import avts.pretrain.report.Report.Kind;
import avts.pretrain.report.Report.Matrix;
import avts.pretrain.report.Report.Table;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The figures that measuring commands have left in a run, whatever they measured: one JSON file
 * each, turned into tables and confusion matrices.
 *
 * <p>A list of objects, or an object of several objects, becomes a table with a row for each and
 * their plain values as columns; a square list of lists called {@code confusion}, where {@code
 * classes} are named, a matrix; a long list of numbers a histogram; a list called {@code curves},
 * charts as in {@link Report.Chart}; the plain values that are left a table of two columns.
 */
public final class KeptFigures {
  private static final String FOLDER = "evaluations";

  /** Longer lists are for programs. */
  private static final int MAX_ROWS = 100;

  private static final int BINS = 30;

  /** Shorter lists of numbers say little as a histogram. */
  private static final int LONG = 20;

  /** The page measures these itself. */
  private static final Set<String> SHOWN_ELSEWHERE = Set.of("eval sync", "eval offset");

  private static final String CURVES = "curves";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private static final Set<String> INTERVAL = Set.of("value", "low", "high");

  private final List<Table> tables = new ArrayList<>();
  private final List<Matrix> matrices = new ArrayList<>();
  private final List<Chart> charts = new ArrayList<>();

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
        figures.add(MAPPER.readTree(Files.readString(file)));
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

  /** Returns the curves and histograms. */
  public List<Chart> charts() {
    return List.copyOf(charts);
  }

  private void add(JsonNode measurement) throws JsonProcessingException {
    if (SHOWN_ELSEWHERE.contains(measurement.path("command").asText())) {
      return;
    }
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
    String title = measurement.path("command").asText();
    List<List<String>> plain = new ArrayList<>();
    plain.add(List.of("figure", "value"));
    JsonNode figures = measurement.path("figures");
    Walk walk = new Walk(title, note, texts(figures.path("classes")));
    flatten(figures).forEach((name, value) -> plain.add(List.of(name, text(value))));
    walk.into(figures);
    for (JsonNode curve : figures.path(CURVES)) {
      Chart chart = MAPPER.treeToValue(curve, Chart.class);
      charts.add(
          new Chart(
              title + ", " + chart.title(),
              chart.note().isEmpty() ? note : chart.note() + "; " + note,
              chart.kind(),
              chart.xTitle(),
              chart.yTitle(),
              chart.series()));
    }
    if (plain.size() > 1) {
      tables.add(new Table(title, note, plain));
    }
  }

  /** Where in a measurement we are. */
  private final class Walk {
    private final String title;
    private final String note;
    private final List<String> classes;

    Walk(String title, String note, List<String> classes) {
      this.title = title;
      this.note = note;
      this.classes = classes;
    }

    private Walk to(String name) {
      return new Walk(title + ", " + words(name), note, classes);
    }

    /** Adds all that is more than plain values. */
    void into(JsonNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode value = field.getValue();
        Walk there = to(field.getKey());
        if (field.getKey().equals("confusion") && isSquare(value, classes.size())) {
          matrices.add(new Matrix(title, note, classes, rows(value)));
        } else if (isFamily(value)) {
          there.table(value.properties().stream().toList());
        } else if (value.isObject() && !isInterval(value)) {
          there.into(value);
        } else if (value.size() > LONG && value.get(0).isNumber()) {
          there.histogram(value);
        } else if (isShortListOfObjects(value) && !field.getKey().equals(CURVES)) {
          List<Map.Entry<String, JsonNode>> items = new ArrayList<>();
          for (JsonNode item : value) {
            items.add(Map.entry("", item));
          }
          there.table(items);
        }
      }
    }

    /** Adds a table with a row for each item, and what the items hold besides. */
    private void table(List<Map.Entry<String, JsonNode>> items) {
      Set<String> columns = new LinkedHashSet<>();
      items.forEach(item -> columns.addAll(flatten(item.getValue()).keySet()));
      boolean named = items.stream().anyMatch(item -> !item.getKey().isEmpty());
      List<List<String>> rows = new ArrayList<>();
      List<String> heads = new ArrayList<>(columns);
      if (named) {
        heads.add(0, "");
      }
      rows.add(heads);
      for (Map.Entry<String, JsonNode> item : items.subList(0, Math.min(MAX_ROWS, items.size()))) {
        Map<String, JsonNode> values = flatten(item.getValue());
        List<String> row = new ArrayList<>();
        if (named) {
          row.add(words(item.getKey()));
        }
        columns.forEach(
            column -> row.add(text(values.getOrDefault(column, MissingNode.getInstance()))));
        rows.add(row);
      }
      if (!columns.isEmpty()) {
        tables.add(new Table(title, note, rows));
      }
      for (Map.Entry<String, JsonNode> item : items) {
        String name = item.getKey().isEmpty() ? label(item.getValue()) : item.getKey();
        (name.isEmpty() ? this : to(name)).into(item.getValue());
      }
    }

    private void histogram(JsonNode numbers) {
      double[] values = new double[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.get(i).asDouble();
      }
      charts.add(
          new Chart(
              title,
              note,
              Kind.BAR,
              "value",
              "share",
              List.of(Histogram.series(title, values, values, BINS))));
    }
  }

  /** Returns what tells an item from its neighbours: its texts, or its first whole number too. */
  private static String label(JsonNode item) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : item.properties()) {
      JsonNode value = field.getValue();
      boolean firstNumber = value.isIntegralNumber() && parts.size() < 2 && !item.has("name");
      if (value.isTextual() || firstNumber) {
        parts.add(firstNumber ? value.asText() + " " + words(field.getKey()) : value.asText());
      }
    }
    return String.join(", ", parts);
  }

  /** Returns the plain values of an object and of objects within it, by their names. */
  private static Map<String, JsonNode> flatten(JsonNode object) {
    Map<String, JsonNode> plain = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = words(field.getKey());
      JsonNode value = field.getValue();
      if (isPlain(value)) {
        plain.put(name, value);
      } else if (value.isObject() && !isFamily(value)) {
        flatten(value).forEach((inner, found) -> plain.put(name + " " + inner, found));
      }
    }
    return plain;
  }

  /** Whether the values of an object are objects of one kind, each of which is better a row. */
  private static boolean isFamily(JsonNode node) {
    List<JsonNode> members = new ArrayList<>();
    node.properties().forEach(field -> members.add(field.getValue()));
    if (members.isEmpty() || !members.stream().allMatch(m -> m.isObject() && !isInterval(m))) {
      return false;
    }
    Set<String> names = flatten(members.get(0)).keySet();
    // A member may lack a part: what could not be measured is null.
    return !names.isEmpty()
        && members.stream()
            .allMatch(
                m -> 2 * Sets.intersection(flatten(m).keySet(), names).size() >= names.size());
  }

  private static boolean isShortListOfObjects(JsonNode node) {
    return node.isArray() && !node.isEmpty() && node.size() <= MAX_ROWS && node.get(0).isObject();
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
