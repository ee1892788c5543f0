package avts.transfer.mapping;

import avts.pretrain.engine.MatrixProduct;
import avts.transfer.mapping.SvrConfig.Kernel;

/** Kernel values between fixed rows and others. Immutable. */
final class KernelRows {
  private final SvrConfig config;
  private final double[] rows;
  private final double[] squares;
  private final int columns;

  /** Keeps {@code rows}, which are standardised. */
  KernelRows(SvrConfig config, Matrix rows) {
    this.config = config;
    columns = rows.columns();
    this.rows = widen(rows);
    squares = squares(this.rows);
  }

  private static double[] widen(Matrix matrix) {
    double[] values = new double[matrix.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.values()[i];
    }
    return values;
  }

  private double[] squares(double[] values) {
    double[] sums = new double[values.length / columns];
    for (int i = 0; i < values.length; i++) {
      sums[i / columns] += values[i] * values[i];
    }
    return sums;
  }

  /** Returns the number of fixed rows. */
  int count() {
    return squares.length;
  }

  /** Returns the kernel values among the fixed rows, {@code [count, count]}. */
  double[] ownValues() {
    return values(rows);
  }

  /** Returns the kernel values of each asked row with each fixed row, {@code [asked, count]}. */
  double[] values(Matrix asked) {
    return values(widen(asked));
  }

  private double[] values(double[] asked) {
    double[] values = MatrixProduct.ofRows(asked, rows, columns);
    if (config.kernel() == Kernel.RBF) {
      double[] own = squares(asked);
      for (int i = 0; i < values.length; i++) {
        double square = Math.max(0, own[i / count()] + squares[i % count()] - 2 * values[i]);
        values[i] = Math.exp(-config.gamma() * square / columns);
      }
    }
    return values;
  }
}
