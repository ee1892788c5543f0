package avts.transfer.mapping;

import avts.pretrain.engine.MatrixProduct;
import avts.transfer.mapping.KnnConfig.Metric;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Exact nearest neighbours among fixed rows. Immutable.
 *
 * <p>Distances are first found for blocks of rows by single precision matrix products. Every row
 * that could be among the nearest within the rounding of these is measured again in double
 * precision, so the result is that of a double loop; rows at the same distance come in the order of
 * their numbers.
 */
final class NeighbourSearch {
  private static final int QUERY_BLOCK = 512;
  private static final int ROW_BLOCK = 4096;

  /** Half the gap between 1 and the next float: the largest relative error of one rounding. */
  private static final double ROUNDING = 1.0 / (1 << 24);

  /** Roundings beside those of the inner product itself. */
  private static final int OTHER_ROUNDINGS = 8;

  private final Matrix rows;
  private final Metric metric;
  private final double[] mean;

  /** Rows about their mean, or of length 1, as single precision products take them. */
  private final float[] prepared;

  /** Keys are squared distances without the asked row's own square, or cosine distances. */
  private final Shortlist.Keys keys;

  private final double longest;

  NeighbourSearch(Matrix rows, Metric metric) {
    this.rows = rows;
    this.metric = metric;
    mean = mean(rows);
    prepared = prepare(rows, 0, rows.rows());
    float[] offsets = new float[rows.rows()];
    double greatest = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double square = square(prepared, row);
      offsets[row] = metric == Metric.EUCLIDEAN ? (float) square : 1;
      greatest = Math.max(greatest, square);
    }
    longest = Math.sqrt(greatest);
    keys = new Shortlist.Keys(offsets, metric == Metric.EUCLIDEAN ? 2 : 1);
  }

  private static double[] mean(Matrix rows) {
    double[] mean = new double[rows.columns()];
    for (int i = 0; i < rows.values().length; i++) {
      mean[i % rows.columns()] += rows.values()[i] / (double) rows.rows();
    }
    return mean;
  }

  private float[] prepare(Matrix from, int begin, int end) {
    int width = from.columns();
    float[] result = new float[(end - begin) * width];
    for (int row = begin; row < end; row++) {
      int at = row * width;
      double scale = metric == Metric.COSINE ? inverseLength(from.values(), at, width) : 1;
      for (int i = 0; i < width; i++) {
        double shift = metric == Metric.EUCLIDEAN ? mean[i] : 0;
        result[(row - begin) * width + i] = (float) ((from.values()[at + i] - shift) * scale);
      }
    }
    return result;
  }

  private static double inverseLength(float[] values, int at, int width) {
    double square = 0;
    for (int i = at; i < at + width; i++) {
      square += (double) values[i] * values[i];
    }
    return square == 0 ? 0 : 1 / Math.sqrt(square);
  }

  private double square(float[] values, int row) {
    double square = 0;
    for (int i = row * mean.length; i < (row + 1) * mean.length; i++) {
      square += (double) values[i] * values[i];
    }
    return square;
  }

  /** Which rows may be neighbours of an asked row. */
  @FunctionalInterface
  interface Eligible {

    /** Returns the test for the rows' numbers. */
    IntPredicate of(int query);
  }

  /** Receives the neighbours of each asked row, in the rows' order. */
  @FunctionalInterface
  interface Receiver {

    /**
     * Takes one row's neighbours.
     *
     * @param query number of the asked row
     * @param neighbours the nearest first; fewer than asked for where no more are eligible
     */
    void accept(int query, Neighbour[] neighbours);
  }

  /**
   * A row near another.
   *
   * @param row its number
   * @param distance how far away
   */
  record Neighbour(int row, double distance) implements Comparable<Neighbour> {

    @Override
    public int compareTo(Neighbour other) {
      int nearer = Double.compare(distance, other.distance);
      return nearer == 0 ? Integer.compare(row, other.row) : nearer;
    }
  }

  /** Finds up to {@code k} eligible neighbours of each of {@code queries}. */
  void search(Matrix queries, int k, Eligible eligible, Receiver receiver) {
    for (int begin = 0; begin < queries.rows(); begin += QUERY_BLOCK) {
      int end = Math.min(begin + QUERY_BLOCK, queries.rows());
      Shortlist[] shortlists = shortlists(queries, begin, end, k, eligible);
      for (int query = begin; query < end; query++) {
        receiver.accept(query, nearest(queries, query, shortlists[query - begin].rows(), k));
      }
    }
  }

  private Shortlist[] shortlists(Matrix queries, int begin, int end, int k, Eligible eligible) {
    int width = rows.columns();
    float[] asked = prepare(queries, begin, end);
    Shortlist[] shortlists = new Shortlist[end - begin];
    for (int q = 0; q < shortlists.length; q++) {
      double reach = Math.sqrt(square(asked, q)) + longest;
      // A bound on the error of a key (Higham 2002, section 3.1); it counts for both that compare.
      double slack = 2 * (width + OTHER_ROUNDINGS) * ROUNDING * reach * reach;
      shortlists[q] = new Shortlist(keys, k, (float) slack, eligible.of(begin + q));
    }
    for (int from = 0; from < rows.rows(); from += ROW_BLOCK) {
      int to = Math.min(from + ROW_BLOCK, rows.rows());
      float[] block = Arrays.copyOfRange(prepared, from * width, to * width);
      float[] products = MatrixProduct.ofRows(asked, block, width);
      for (int q = 0; q < shortlists.length; q++) {
        shortlists[q].offer(products, q * (to - from), from, to);
      }
    }
    return shortlists;
  }

  private Neighbour[] nearest(Matrix queries, int query, int[] candidates, int k) {
    Neighbour[] measured = new Neighbour[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      measured[i] = new Neighbour(candidates[i], distance(queries, query, candidates[i]));
    }
    Arrays.sort(measured);
    return measured.length > k ? Arrays.copyOf(measured, k) : measured;
  }

  /** Returns the distance between an asked row and one of the rows, in double precision. */
  double distance(Matrix queries, int query, int row) {
    int width = rows.columns();
    float[] a = queries.values();
    float[] b = rows.values();
    int at = query * width;
    int to = row * width;
    double sum = 0;
    if (metric == Metric.EUCLIDEAN) {
      for (int i = 0; i < width; i++) {
        double difference = (double) a[at + i] - b[to + i];
        sum += difference * difference;
      }
      return Math.sqrt(sum);
    }
    for (int i = 0; i < width; i++) {
      sum += (double) a[at + i] * b[to + i];
    }
    return 1 - sum * inverseLength(a, at, width) * inverseLength(b, to, width);
  }
}
