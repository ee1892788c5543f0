package avts.transfer.mapping;

import avts.pretrain.engine.MatrixProduct;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Normalised canonical correlation analysis (Gong, Ke, Isard and Lazebnik, IJCV 2014, section 3.1):
 * both spaces are projected onto the directions in which they agree most, P_x = (x - mean) W_x
 * Lambda^p and P_y = (y - mean) W_y Lambda^p, and compared there; {@link NccaConfig.Back} says how
 * a row of the target's space is made of P_x. Immutable.
 */
public final class NccaMapping implements Mapping {
  private final Mapping mapping;
  private final double[] correlations;
  private final int columns;

  private NccaMapping(Mapping mapping, double[] correlations, int columns) {
    this.mapping = mapping;
    this.correlations = correlations;
    this.columns = columns;
  }

  /**
   * Solves the CCA.
   *
   * @throws IllegalArgumentException where kappa is 0 and a covariance is singular
   */
  public static NccaMapping fit(ParallelRows rows, NccaConfig config) {
    return fit(rows, CanonicalDirections.find(rows, config.kappa()), config);
  }

  /** Fits with all directions for the config's kappa, of which it keeps the first. */
  static NccaMapping fit(ParallelRows rows, CanonicalDirections all, NccaConfig config) {
    CentredRows source = CentredRows.of(rows.source());
    CentredRows target = CentredRows.of(rows.target());
    CanonicalDirections directions = all.first(config.dimensions());
    Mapping mapping =
        switch (config.back()) {
          case NEIGHBOURS -> ProjectedNeighbours.fit(rows, directions, config);
          case BACK_PROJECTION -> affine(source, backProjection(directions), target);
          case REGRESSION -> affine(source, regression(source, directions, target), target);
        };
    return new NccaMapping(mapping, directions.correlations(), rows.source().columns());
  }

  /**
   * Returns the canonical correlations of the directions that are kept, in descending order; with
   * kappa over 0 they are smaller than those of the rows.
   */
  public double[] correlations() {
    return correlations.clone();
  }

  @Override
  public Matrix map(SourceRows rows) {
    rows.check(columns);
    return mapping.map(rows);
  }

  private static Mapping affine(CentredRows source, DMatrixRMaj weights, CentredRows target) {
    AffineMap map = new AffineMap(source.mean(), weights, target.mean());
    return rows -> map.apply(rows.values());
  }

  /** W_x Lambda^p (W_y Lambda^p)^+; the power cancels, as both have full column rank. */
  private static DMatrixRMaj backProjection(CanonicalDirections directions) {
    DMatrixRMaj inverse = new DMatrixRMaj(directions.target().numCols, directions.target().numRows);
    CommonOps_DDRM.pinv(directions.target(), inverse);
    DMatrixRMaj weights = new DMatrixRMaj(directions.source().numRows, inverse.numCols);
    CommonOps_DDRM.mult(directions.source(), inverse, weights);
    return weights;
  }

  /** W_x B, where B minimises |Y - X W_x B|; the power cancels here too. */
  private static DMatrixRMaj regression(
      CentredRows source, CanonicalDirections directions, CentredRows target) {
    DMatrixRMaj projected = CanonicalDirections.project(source, directions.source());
    int count = projected.numCols;
    DMatrixRMaj squares = new DMatrixRMaj(count, count);
    CommonOps_DDRM.multTransA(projected, projected, squares);
    DMatrixRMaj products =
        DMatrixRMaj.wrap(
            count,
            target.columns(),
            MatrixProduct.ofColumns(projected.data, target.values(), target.rows()));
    // Directions of the regularised CCA may coincide on the rows themselves.
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.pseudoInverse(true);
    solver.setA(squares);
    DMatrixRMaj coefficients = new DMatrixRMaj(count, target.columns());
    solver.solve(products, coefficients);
    DMatrixRMaj weights = new DMatrixRMaj(source.columns(), target.columns());
    CommonOps_DDRM.mult(directions.source(), coefficients, weights);
    return weights;
  }
}
