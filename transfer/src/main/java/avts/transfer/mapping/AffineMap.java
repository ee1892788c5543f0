package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.MatrixProduct;
import org.ejml.data.DMatrixRMaj;

/** The map y = (x - source mean) W + target mean. Immutable. */
final class AffineMap {
  private final double[] sourceMean;

  /** W transposed, {@code [target columns, source columns]}. */
  private final double[] weights;

  private final double[] targetMean;

  /**
   * Creates a map.
   *
   * @param weights {@code [source columns, target columns]}
   */
  AffineMap(double[] sourceMean, DMatrixRMaj weights, double[] targetMean) {
    checkArgument(
        weights.numRows == sourceMean.length && weights.numCols == targetMean.length,
        "weights of %s x %s do not fit means of %s and %s columns",
        weights.numRows,
        weights.numCols,
        sourceMean.length,
        targetMean.length);
    this.sourceMean = sourceMean.clone();
    this.weights = new double[weights.getNumElements()];
    for (int row = 0; row < weights.numRows; row++) {
      for (int column = 0; column < weights.numCols; column++) {
        this.weights[column * weights.numRows + row] = weights.get(row, column);
      }
    }
    this.targetMean = targetMean.clone();
  }

  /** Returns the length of the rows it takes. */
  int sourceColumns() {
    return sourceMean.length;
  }

  /** Maps rows. */
  Matrix apply(Matrix source) {
    CentredRows centred = CentredRows.about(sourceMean, source);
    double[] products = MatrixProduct.ofRows(centred.values(), weights, sourceMean.length);
    float[] mapped = new float[products.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (float) (products[i] + targetMean[i % targetMean.length]);
    }
    return new Matrix(mapped, source.rows(), targetMean.length);
  }
}
