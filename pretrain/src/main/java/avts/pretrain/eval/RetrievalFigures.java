package avts.pretrain.eval;

import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How well the sound of given pictures is found, and the pictures of a given sound.
 *
 * @param protocol what the clips are
 * @param across among clips of other videos
 * @param inside among the other moments of the same video
 * @param shifted the shifted-window protocol
 */
public record RetrievalFigures(
    String protocol, List<Row> across, List<Row> inside, List<Shifted> shifted) {

  /** Copies the lists. */
  public RetrievalFigures {
    across = List.copyOf(across);
    inside = List.copyOf(inside);
    shifted = List.copyOf(shifted);
  }

  /** Which half is given and which is looked for. */
  public enum Direction {
    /** Pictures are looked for by their sound. */
    AUDIO_TO_VIDEO,
    /** Sound is looked for by its pictures. */
    VIDEO_TO_AUDIO,
    /** The mean of both. */
    BOTH;

    /** Returns the name in tables. */
    public String key() {
      return switch (this) {
        case AUDIO_TO_VIDEO -> "audio to video";
        case VIDEO_TO_AUDIO -> "video to audio";
        case BOTH -> "both";
      };
    }
  }

  /**
   * One query.
   *
   * @param group group of its file
   * @param rank place of the right candidate, from 1; candidates of equal score share the mean of
   *     their places
   * @param candidates number of candidates, the right one included
   */
  public record Query(String group, double rank, int candidates) {}

  /**
   * Recall at a rank.
   *
   * @param k the right candidate is among the first k
   * @param recall share of queries for which it is, with its interval over groups
   * @param chance what a random order reaches
   */
  public record Recall(int k, Interval recall, double chance) {}

  /**
   * One direction.
   *
   * @param direction what is given and looked for
   * @param queries number of queries
   * @param groups groups that they come from
   * @param candidates mean number of candidates
   * @param recalls at 1, 5 and 10
   * @param medianRank median place of the right candidate, with its interval over groups
   * @param chanceRank median place in a random order
   */
  public record Row(
      Direction direction,
      int queries,
      int groups,
      double candidates,
      List<Recall> recalls,
      Interval medianRank,
      double chanceRank) {

    /** Copies the list. */
    public Row {
      recalls = List.copyOf(recalls);
    }

    /** Measures queries, of which there must be one. */
    static Row of(
        Direction direction, List<Query> queries, Bootstrap bootstrap, RandomGenerator random) {
      List<String> groups = queries.stream().map(Query::group).toList();
      List<Recall> recalls = new ArrayList<>();
      for (int k : new int[] {1, 5, 10}) {
        recalls.add(
            new Recall(
                k,
                bootstrap.interval(
                    groups,
                    items -> mean(items, i -> queries.get((int) i).rank() <= k ? 1 : 0),
                    random),
                queries.stream()
                    .mapToDouble(query -> Math.min(1, (double) k / query.candidates()))
                    .average()
                    .orElseThrow()));
      }
      double candidates = queries.stream().mapToInt(Query::candidates).average().orElseThrow();
      return new Row(
          direction,
          queries.size(),
          (int) groups.stream().distinct().count(),
          candidates,
          recalls,
          bootstrap.interval(groups, items -> medianRank(queries, items), random),
          (candidates + 1) / 2);
    }

    private static double medianRank(List<Query> queries, int[] items) {
      double[] ranks =
          Arrays.stream(items).mapToDouble(i -> queries.get(i).rank()).sorted().toArray();
      int middle = ranks.length / 2;
      return ranks.length % 2 == 1 ? ranks[middle] : (ranks[middle - 1] + ranks[middle]) / 2;
    }
  }

  /**
   * The shifted-window protocol: of several consecutive segments, windows of neighbouring ones are
   * compared; a row is right where the window at the same place scores highest.
   *
   * @param direction what is given
   * @param rows number of rows
   * @param groups groups that they come from
   * @param segments segments of a file
   * @param window segments of a window
   * @param accuracy share of rows that are right, with its interval over groups; ties share
   * @param chance one over the number of places
   */
  public record Shifted(
      Direction direction,
      int rows,
      int groups,
      int segments,
      int window,
      Interval accuracy,
      double chance) {}

  /** Returns the mean of {@code value} over {@code items}. */
  static double mean(int[] items, ToDoubleFunction<Integer> value) {
    double sum = 0;
    for (int item : items) {
      sum += value.applyAsDouble(item);
    }
    return sum / items.length;
  }

  /** Returns recalls and ranks as a table for people. */
  public TextTable table() {
    TextTable table =
        new TextTable(
            List.of(
                "search",
                "given",
                "queries",
                "of",
                "R@1",
                "chance",
                "R@5",
                "chance",
                "R@10",
                "chance",
                "median rank",
                "chance"));
    across.forEach(row -> add(table, "across videos", row));
    inside.forEach(row -> add(table, "inside one video", row));
    return table;
  }

  private static void add(TextTable table, String search, Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(search);
    cells.add(row.direction().key());
    cells.add(Integer.toString(row.queries()));
    cells.add(TextTable.fixed(row.candidates(), 1));
    for (Recall recall : row.recalls()) {
      cells.add(recall.recall().percent());
      cells.add(TextTable.percent(recall.chance()));
    }
    Interval rank = row.medianRank();
    cells.add(
        TextTable.fixed(rank.value(), 1)
            + " ("
            + TextTable.fixed(rank.low(), 1)
            + " to "
            + TextTable.fixed(rank.high(), 1)
            + ")");
    cells.add(TextTable.fixed(row.chanceRank(), 1));
    table.add(cells);
  }

  /** Returns the shifted windows as a table for people. */
  public TextTable shiftedTable() {
    TextTable table =
        new TextTable(List.of("shifted windows", "right", "chance", "rows", "groups"));
    shifted.forEach(
        row ->
            table.add(
                List.of(
                    row.direction().key() + ", " + row.window() + " of " + row.segments(),
                    row.accuracy().percent(),
                    TextTable.percent(row.chance()),
                    Integer.toString(row.rows()),
                    Integer.toString(row.groups()))));
    return table;
  }
}
