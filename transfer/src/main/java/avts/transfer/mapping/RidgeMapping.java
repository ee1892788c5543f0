package avts.transfer.mapping;

import avts.pretrain.engine.MatrixProduct;
import org.ejml.data.DMatrixRMaj;

/**
 * Ridge regression about the means: W = (X^T X + lambda s I)^-1 X^T Y, where s is the mean over
 * source columns of their sum of squares. With fewer rows than columns the equal form X^T (X X^T +
 * lambda s I)^-1 Y is solved. Immutable.
 */
public final class RidgeMapping implements Mapping {
  private static final String REMEDY = "raise lambda";

  private final AffineMap map;

  private RidgeMapping(AffineMap map) {
    this.map = map;
  }

  /**
   * Solves the regression.
   *
   * @throws IllegalArgumentException where lambda is 0 and the source columns are not independent
   */
  public static RidgeMapping fit(ParallelRows rows, RidgeConfig config) {
    CentredRows source = CentredRows.of(rows.source());
    CentredRows target = CentredRows.of(rows.target());
    double penalty = config.lambda() * source.meanSquare();
    return new RidgeMapping(
        new AffineMap(source.mean(), weights(source, target, penalty), target.mean()));
  }

  private static DMatrixRMaj weights(CentredRows source, CentredRows target, double penalty) {
    if (source.columns() <= source.rows()) {
      return Cholesky.of(
              withDiagonal(source.timesColumns(source), penalty),
              "the covariance of the source columns",
              REMEDY)
          .solve(source.timesColumns(target));
    }
    DMatrixRMaj duals =
        Cholesky.of(
                withDiagonal(source.timesRows(), penalty),
                "the matrix of inner products of the source rows",
                REMEDY)
            .solve(target.matrix());
    return DMatrixRMaj.wrap(
        source.columns(),
        target.columns(),
        MatrixProduct.ofColumns(source.values(), duals.data, source.rows()));
  }

  private static DMatrixRMaj withDiagonal(DMatrixRMaj matrix, double added) {
    for (int i = 0; i < matrix.numRows; i++) {
      matrix.add(i, i, added);
    }
    return matrix;
  }

  @Override
  public Matrix map(SourceRows rows) {
    rows.check(map.sourceColumns());
    return map.apply(rows.values());
  }
}
