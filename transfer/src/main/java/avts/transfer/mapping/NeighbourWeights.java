package avts.transfer.mapping;

import avts.transfer.mapping.KnnConfig.Metric;
import avts.transfer.mapping.NeighbourSearch.Neighbour;
import com.google.common.base.Strings;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** How much each neighbour counts; the weights of a row sum to 1. Immutable. */
final class NeighbourWeights {

  /** Keeps the weight of a neighbour at distance 0 finite; it then outweighs all others. */
  private static final double SMALLEST_DISTANCE = 1e-9;

  private final KnnConfig config;
  private final Matrix rows;

  /** Creates weights for neighbours among {@code rows}. */
  NeighbourWeights(KnnConfig config, Matrix rows) {
    this.config = config;
    this.rows = rows;
  }

  /** Returns the weight of each of the neighbours, nearest first, of an asked row. */
  double[] of(Matrix asked, int query, Neighbour[] neighbours) {
    return switch (config.weighting()) {
      case UNIFORM -> shares(neighbours, neighbour -> 1);
      case INVERSE_DISTANCE ->
          shares(neighbours, neighbour -> 1 / (neighbour.distance() + SMALLEST_DISTANCE));
      case SOFTMAX -> {
        // Relative to the nearest, so that the largest exponent is 0.
        double nearest = neighbours[0].distance();
        yield shares(
            neighbours,
            neighbour -> Math.exp((nearest - neighbour.distance()) / config.temperature()));
      }
      case LOCALLY_LINEAR -> locallyLinear(asked, query, neighbours);
    };
  }

  private static double[] shares(Neighbour[] neighbours, ToDoubleFunction<Neighbour> weight) {
    return normalised(Arrays.stream(neighbours).mapToDouble(weight).toArray());
  }

  private static double[] normalised(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /**
   * Solves (G + shrinkage) w = 1, where G holds inner products of differences to the neighbours.
   */
  private double[] locallyLinear(Matrix asked, int query, Neighbour[] neighbours) {
    int k = neighbours.length;
    double[] own = row(asked, query);
    DMatrixRMaj differences = new DMatrixRMaj(k, own.length);
    for (int j = 0; j < k; j++) {
      double[] row = row(rows, neighbours[j].row());
      for (int i = 0; i < own.length; i++) {
        differences.set(j, i, row[i] - own[i]);
      }
    }
    DMatrixRMaj products = new DMatrixRMaj(k, k);
    CommonOps_DDRM.multTransB(differences, differences, products);
    double meanSquare = CommonOps_DDRM.trace(products) / k;
    if (meanSquare == 0) {
      return shares(neighbours, neighbour -> 1); // all neighbours are the row itself
    }
    CommonOps_DDRM.scale(1 / meanSquare, products);
    for (int j = 0; j < k; j++) {
      products.add(j, j, config.shrinkage());
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(k);
    DMatrixRMaj weights = new DMatrixRMaj(k, 1);
    DMatrixRMaj ones = new DMatrixRMaj(k, 1);
    Arrays.fill(ones.data, 1);
    if (!solver.setA(products)) {
      throw new IllegalArgumentException(
          Strings.lenientFormat(
              "shrinkage %s leaves the neighbours' inner products singular; raise it",
              config.shrinkage()));
    }
    solver.solve(ones, weights);
    return normalised(weights.data);
  }

  /** Returns a row as the metric sees it: of length 1 where only its direction counts. */
  private double[] row(Matrix from, int number) {
    double[] row = new double[from.columns()];
    double square = 0;
    for (int i = 0; i < row.length; i++) {
      row[i] = from.values()[number * row.length + i];
      square += row[i] * row[i];
    }
    if (config.metric() == Metric.COSINE && square > 0) {
      double length = Math.sqrt(square);
      Arrays.setAll(row, i -> row[i] / length);
    }
    return row;
  }
}
