package avts.pretrain.report;

import avts.pretrain.eval.TextTable;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page about a run shows, in this order; parts that a run does not have are left out.
 *
 * @param title name of the run
 * @param facts short facts for the head of the page
 * @param charts curves and histograms
 * @param tables figures in tables
 * @param matrices confusion matrices
 * @param neighbours sounds with the pictures that fit them best
 * @param examples pairs to look at and listen to
 * @param texts long texts that are folded away, such as config and provenance
 */
public record Report(
    String title,
    List<Fact> facts,
    List<Chart> charts,
    List<Table> tables,
    List<Matrix> matrices,
    List<Neighbours> neighbours,
    List<Example> examples,
    List<Text> texts) {

  /** Copies the lists. */
  public Report {
    facts = List.copyOf(facts);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
    matrices = List.copyOf(matrices);
    neighbours = List.copyOf(neighbours);
    examples = List.copyOf(examples);
    texts = List.copyOf(texts);
  }

  /**
   * A short fact.
   *
   * @param name what it is
   * @param value its value
   */
  public record Fact(String name, String value) {}

  /** How a chart is drawn. */
  public enum Kind {
    /** Points joined by lines. */
    LINE,
    /** Bars side by side. */
    BAR,
    /** Points alone, in any order. */
    POINTS
  }

  /**
   * A chart.
   *
   * @param title what it shows
   * @param note protocol and seed of its numbers, or what to look for
   * @param kind how it is drawn
   * @param xTitle name and unit of the horizontal axis
   * @param yTitle name and unit of the vertical axis
   * @param series the curves
   */
  public record Chart(
      String title, String note, Kind kind, String xTitle, String yTitle, List<Series> series) {

    /** Copies the list. */
    public Chart {
      series = List.copyOf(series);
    }
  }

  /**
   * One curve.
   *
   * @param name name in the legend
   * @param points its points; the horizontal values ascend
   */
  public record Series(String name, List<Point> points) {

    /** Copies the list. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * A point of a curve.
   *
   * @param x horizontal value
   * @param y vertical value
   * @param low lower end of the interval of {@code y}; null where there is none
   * @param high upper end, likewise
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Point(double x, double y, @Nullable Double low, @Nullable Double high) {

    /** Makes a point without an interval. */
    public Point(double x, double y) {
      this(x, y, null, null);
    }
  }

  /**
   * A table.
   *
   * @param title what it shows
   * @param note protocol and seed of its numbers
   * @param rows heads and rows
   */
  public record Table(String title, String note, List<List<String>> rows) {

    /** Takes the rows of a table for the terminal. */
    public static Table of(String title, String note, TextTable table) {
      return new Table(title, note, table.rows());
    }
  }

  /**
   * A confusion matrix.
   *
   * @param title what it shows
   * @param note protocol and seed of its numbers
   * @param classes names of the classes
   * @param rows number of items by true class and by the class they were taken for
   */
  public record Matrix(String title, String note, List<String> classes, List<List<Integer>> rows) {

    /** Copies the lists. */
    public Matrix {
      classes = List.copyOf(classes);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A sound with the pictures that fit it best.
   *
   * @param caption where the sound is from, and the rank of its own pictures
   * @param sound the sound, as the data URI of a WAV file
   * @param hits pictures in falling order of their score
   */
  public record Neighbours(String caption, String sound, List<Hit> hits) {

    /** Copies the list. */
    public Neighbours {
      hits = List.copyOf(hits);
    }
  }

  /**
   * Pictures that were found.
   *
   * @param caption where they are from, and their score
   * @param strip some of them side by side, as the data URI of an image
   * @param own whether they belong to the sound
   */
  public record Hit(String caption, String strip, boolean own) {}

  /**
   * A pair to look at and listen to.
   *
   * @param caption file, time, kind and score
   * @param strip pictures of the clip side by side, as the data URI of an image
   * @param sound sound of the pair, as the data URI of a WAV file
   * @param aligned whether the sound belongs to the pictures
   * @param right whether the network judged it rightly; null where it was not asked
   */
  public record Example(
      String caption, String strip, String sound, boolean aligned, @Nullable Boolean right) {}

  /**
   * A long text.
   *
   * @param title what it is
   * @param text its lines
   */
  public record Text(String title, String text) {}
}
