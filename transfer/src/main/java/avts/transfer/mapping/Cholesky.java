package avts.transfer.mapping;

import com.google.common.base.Strings;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** The lower factor L of a symmetric positive definite matrix A = L L^T. Immutable. */
final class Cholesky {

  /**
   * A column whose part that the columns before it do not explain is below this share of it counts
   * as explained: beyond lies the rounding of single precision data and of the factorisation.
   */
  private static final double NEGLIGIBLE = 1e-12;

  private final DMatrixRMaj lower;
  private final DMatrixRMaj inverse;

  private Cholesky(DMatrixRMaj lower) {
    this.lower = lower;
    inverse = lower.copy();
    TriangularSolver_DDRM.invertLower(inverse.data, inverse.numRows);
  }

  /**
   * Factors {@code matrix}, which is kept as it is.
   *
   * @param name what the matrix is, for messages
   * @param remedy what a user can do where it is singular
   */
  static Cholesky of(DMatrixRMaj matrix, String name, String remedy) {
    CholeskyDecomposition_F64<DMatrixRMaj> decomposition =
        DecompositionFactory_DDRM.chol(matrix.numRows, true);
    DMatrixRMaj lower = matrix.copy();
    boolean positive = decomposition.decompose(lower);
    if (positive) {
      lower = decomposition.getT(null);
    }
    for (int i = 0; positive && i < lower.numRows; i++) {
      double pivot = lower.get(i, i) * lower.get(i, i);
      positive = pivot > NEGLIGIBLE * matrix.get(i, i);
    }
    if (!positive) {
      throw new IllegalArgumentException(
          Strings.lenientFormat(
              "%s (%s x %s) is singular: a column is constant or a combination of others, or there"
                  + " are too few rows; %s",
              name, matrix.numRows, matrix.numCols, remedy));
    }
    return new Cholesky(lower);
  }

  /** Returns L^-1. */
  DMatrixRMaj inverseLower() {
    return inverse;
  }

  /** Returns A^-1 B. */
  DMatrixRMaj solve(DMatrixRMaj right) {
    DMatrixRMaj half = new DMatrixRMaj(lower.numRows, right.numCols);
    CommonOps_DDRM.mult(inverse, right, half);
    DMatrixRMaj solution = new DMatrixRMaj(lower.numRows, right.numCols);
    CommonOps_DDRM.multTransA(inverse, half, solution);
    return solution;
  }
}
