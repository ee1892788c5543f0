package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.MatrixProduct;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The canonical directions of two sides: of all unit directions (in the metric of each side's
 * regularised covariance) those with the greatest covariance, each uncorrelated with the ones
 * before.
 *
 * @param source W_x, {@code [source columns, d]}
 * @param target W_y, {@code [target columns, d]}
 * @param correlations canonical correlations in descending order, 0 to 1
 */
// An array component: made once, never compared.
@SuppressWarnings("ArrayRecordComponent")
record CanonicalDirections(DMatrixRMaj source, DMatrixRMaj target, double[] correlations) {

  /** Finds all directions. */
  static CanonicalDirections find(ParallelRows rows, double kappa) {
    CentredRows source = CentredRows.of(rows.source());
    CentredRows target = CentredRows.of(rows.target());
    DMatrixRMaj sourceWhite = Whitening.of(source, kappa, "source");
    DMatrixRMaj targetWhite = Whitening.of(target, kappa, "target");
    checkArgument(
        sourceWhite.numCols > 0 && targetWhite.numCols > 0,
        "all %s rows are alike; there is nothing to correlate",
        sourceWhite.numCols == 0 ? "source" : "target");
    DMatrixRMaj products =
        DMatrixRMaj.wrap(
            sourceWhite.numCols,
            targetWhite.numCols,
            MatrixProduct.ofColumns(
                project(source, sourceWhite).data,
                project(target, targetWhite).data,
                source.rows()));
    CommonOps_DDRM.scale(1.0 / source.rows(), products);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(products.numRows, products.numCols, true, true, true);
    if (!svd.decompose(products)) {
      throw new IllegalStateException("the whitened covariance has no singular values");
    }
    DMatrixRMaj left = svd.getU(null, false);
    DMatrixRMaj right = svd.getV(null, false);
    DMatrixRMaj values = svd.getW(null);
    SingularOps_DDRM.descendingOrder(left, false, values, right, false);
    double[] correlations = new double[Math.min(values.numRows, values.numCols)];
    Arrays.setAll(correlations, i -> values.get(i, i));
    return new CanonicalDirections(
        times(sourceWhite, left), times(targetWhite, right), correlations);
  }

  private static DMatrixRMaj times(DMatrixRMaj white, DMatrixRMaj vectors) {
    DMatrixRMaj directions = new DMatrixRMaj(white.numRows, vectors.numCols);
    CommonOps_DDRM.mult(white, vectors, directions);
    return directions;
  }

  /** Returns the first {@code count} directions, or all where there are fewer. */
  CanonicalDirections first(int count) {
    int kept = Math.min(count, correlations.length);
    return new CanonicalDirections(
        CommonOps_DDRM.extract(source, 0, source.numRows, 0, kept),
        CommonOps_DDRM.extract(target, 0, target.numRows, 0, kept),
        Arrays.copyOf(correlations, kept));
  }

  /** Returns the coordinates of rows along directions. */
  static DMatrixRMaj project(CentredRows rows, DMatrixRMaj directions) {
    DMatrixRMaj transposed = CommonOps_DDRM.transpose(directions, null);
    return DMatrixRMaj.wrap(
        rows.rows(),
        directions.numCols,
        MatrixProduct.ofRows(rows.values(), transposed.data, rows.columns()));
  }
}
