package avts.transfer.mapping;

import org.ejml.data.DMatrixRMaj;

/** Nearest fitted target rows of a source row in the space of the canonical directions. */
final class ProjectedNeighbours implements Mapping {
  private final double[] sourceMean;
  private final DMatrixRMaj weighted;
  private final KnnMapping neighbours;

  private ProjectedNeighbours(double[] sourceMean, DMatrixRMaj weighted, KnnMapping neighbours) {
    this.sourceMean = sourceMean;
    this.weighted = weighted;
    this.neighbours = neighbours;
  }

  static ProjectedNeighbours fit(
      ParallelRows rows, CanonicalDirections directions, NccaConfig config) {
    CentredRows target = CentredRows.of(rows.target());
    DMatrixRMaj targetWeighted = weighted(directions.target(), directions, config.power());
    return new ProjectedNeighbours(
        CentredRows.of(rows.source()).mean(),
        weighted(directions.source(), directions, config.power()),
        KnnMapping.fit(
            rows.withSource(narrow(CanonicalDirections.project(target, targetWeighted))),
            config.neighbours()));
  }

  /** Returns W Lambda^p, relative to the first correlation so that nothing underflows. */
  private static DMatrixRMaj weighted(
      DMatrixRMaj matrix, CanonicalDirections directions, double power) {
    double[] correlations = directions.correlations();
    DMatrixRMaj weighted = matrix.copy();
    for (int column = 0; column < weighted.numCols; column++) {
      double weight =
          correlations[0] == 0 ? 1 : Math.pow(correlations[column] / correlations[0], power);
      for (int row = 0; row < weighted.numRows; row++) {
        weighted.set(row, column, weighted.get(row, column) * weight);
      }
    }
    return weighted;
  }

  private static Matrix narrow(DMatrixRMaj matrix) {
    float[] values = new float[matrix.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix.data[i];
    }
    return new Matrix(values, matrix.numRows, matrix.numCols);
  }

  @Override
  public Matrix map(SourceRows rows) {
    CentredRows centred = CentredRows.about(sourceMean, rows.values());
    return neighbours.map(rows.with(narrow(CanonicalDirections.project(centred, weighted))));
  }
}
