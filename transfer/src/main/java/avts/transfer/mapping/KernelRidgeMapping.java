package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.MatrixProduct;
import org.ejml.data.DMatrixRMaj;

/**
 * Kernel ridge regression: alpha = (K + lambda I)^-1 (Y - mean), on standardised source columns.
 * Immutable.
 */
public final class KernelRidgeMapping implements Mapping {
  private final Standardisation source;
  private final KernelRows kernel;

  /** {@code [target columns, fitted rows]}. */
  private final double[] duals;

  private final double[] mean;

  private KernelRidgeMapping(
      Standardisation source, KernelRows kernel, DMatrixRMaj duals, double[] mean) {
    this.source = source;
    this.kernel = kernel;
    this.duals = new double[duals.getNumElements()];
    for (int row = 0; row < duals.numRows; row++) {
      for (int column = 0; column < duals.numCols; column++) {
        this.duals[column * duals.numRows + row] = duals.get(row, column);
      }
    }
    this.mean = mean;
  }

  /**
   * Solves the regression.
   *
   * @param kernel kernel and gamma are taken from here, as support vector regression takes them
   * @param lambda what is added to the kernel's diagonal, over 0
   */
  public static KernelRidgeMapping fit(ParallelRows rows, SvrConfig kernel, double lambda) {
    checkArgument(lambda > 0, "lambda must be over 0, got %s", lambda);
    Standardisation source = Standardisation.of(rows.source());
    KernelRows values = new KernelRows(kernel, source.apply(rows.source()));
    CentredRows target = CentredRows.of(rows.target());
    DMatrixRMaj matrix = DMatrixRMaj.wrap(values.count(), values.count(), values.ownValues());
    for (int i = 0; i < values.count(); i++) {
      matrix.add(i, i, lambda);
    }
    DMatrixRMaj duals =
        Cholesky.of(matrix, "the kernel matrix", "raise lambda").solve(target.matrix());
    return new KernelRidgeMapping(source, values, duals, target.mean());
  }

  @Override
  public Matrix map(SourceRows rows) {
    rows.check(source.mean().length);
    double[] products =
        MatrixProduct.ofRows(kernel.values(source.apply(rows.values())), duals, kernel.count());
    float[] mapped = new float[products.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (float) (products[i] + mean[i % mean.length]);
    }
    return new Matrix(mapped, rows.values().rows(), mean.length);
  }
}
