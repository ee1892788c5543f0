package avts.transfer.mapping;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.engine.MatrixProduct;
import avts.pretrain.graph.ops.Workers;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/**
 * One epsilon support vector regression (LIBSVM) for each target column, on standardised source and
 * target columns. The kernel matrix is made once for all columns; a constant target column stays
 * constant. The same rows give the same mapping whatever the number of threads. Immutable.
 */
public final class SvrMapping implements Mapping {

  /** Rows beyond which the kernel matrix, as LIBSVM takes it, needs over 2 GB. */
  private static final int MOST_ROWS = 10_000;

  /** LIBSVM's own default: largest violation of the optimality conditions. */
  private static final double TOLERANCE = 1e-3;

  /** Kernel columns that one machine keeps, in MB. */
  private static final int CACHE_MEGABYTES = 64;

  static {
    svm.svm_set_print_string_function(
        text -> {
          // The library would report its iterations on standard output.
        });
  }

  private final Standardisation source;
  private final Standardisation target;
  private final KernelRows kernel;

  /** {@code [target columns, fitted rows]}. */
  private final double[] coefficients;

  private final double[] constants;

  private SvrMapping(
      Standardisation source, Standardisation target, KernelRows kernel, Machines machines) {
    this.source = source;
    this.target = target;
    this.kernel = kernel;
    coefficients = machines.coefficients;
    constants = machines.constants;
  }

  /**
   * Trains the machines.
   *
   * @param rows at most 10000
   * @param threads threads that share the target columns, at least 1
   */
  public static SvrMapping fit(ParallelRows rows, SvrConfig config, int threads) {
    checkArgument(
        rows.rows() <= MOST_ROWS,
        "support vector regression takes at most %s parallel rows, got %s; use knn, ncca or ridge",
        MOST_ROWS,
        rows.rows());
    Standardisation source = Standardisation.of(rows.source());
    Standardisation target = Standardisation.of(rows.target());
    KernelRows kernel = new KernelRows(config, source.apply(rows.source()));
    Machines machines = new Machines(nodes(kernel), parameter(config), target.apply(rows.target()));
    try (Workers workers = new Workers(threads)) {
      workers.share(rows.target().columns(), (long) rows.rows() * rows.rows(), machines::train);
    }
    return new SvrMapping(source, target, kernel, machines);
  }

  private static svm_parameter parameter(SvrConfig config) {
    svm_parameter parameter = new svm_parameter();
    parameter.svm_type = svm_parameter.EPSILON_SVR;
    parameter.kernel_type = svm_parameter.PRECOMPUTED;
    parameter.C = config.c();
    parameter.p = config.epsilon();
    parameter.eps = TOLERANCE;
    parameter.cache_size = CACHE_MEGABYTES;
    parameter.shrinking = 1;
    return parameter;
  }

  /** A row begins with its own number, from 1; the kernel is symmetric, so pairs share a node. */
  private static svm_node[][] nodes(KernelRows kernel) {
    double[] values = kernel.ownValues();
    int n = kernel.count();
    svm_node[][] nodes = new svm_node[n][n + 1];
    for (int i = 0; i < n; i++) {
      nodes[i][0] = node(i + 1);
      for (int j = 0; j < i; j++) {
        nodes[i][j + 1] = nodes[j][i + 1];
      }
      for (int j = i; j < n; j++) {
        nodes[i][j + 1] = node(values[i * n + j]);
      }
    }
    return nodes;
  }

  private static svm_node node(double value) {
    svm_node node = new svm_node();
    node.value = value;
    return node;
  }

  /** The machines of all target columns, of which several threads train some each. */
  private static final class Machines {
    private final svm_node[][] nodes;
    private final svm_parameter parameter;
    private final Matrix targets;
    private final double[] coefficients;
    private final double[] constants;

    Machines(svm_node[][] nodes, svm_parameter parameter, Matrix targets) {
      this.nodes = nodes;
      this.parameter = parameter;
      this.targets = targets;
      coefficients = new double[Math.multiplyExact(targets.columns(), nodes.length)];
      constants = new double[targets.columns()];
    }

    void train(int from, int to) {
      for (int column = from; column < to; column++) {
        svm_problem problem = new svm_problem();
        problem.l = nodes.length;
        problem.x = nodes;
        problem.y = new double[nodes.length];
        for (int row = 0; row < nodes.length; row++) {
          problem.y[row] = targets.values()[row * targets.columns() + column];
        }
        svm_model model = svm.svm_train(problem, parameter);
        for (int i = 0; i < model.l; i++) {
          coefficients[column * nodes.length + model.sv_indices[i] - 1] = model.sv_coef[0][i];
        }
        constants[column] = -model.rho[0];
      }
    }
  }

  @Override
  public Matrix map(SourceRows rows) {
    rows.check(source.mean().length);
    double[] products =
        MatrixProduct.ofRows(
            kernel.values(source.apply(rows.values())), coefficients, kernel.count());
    float[] mapped = new float[products.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (float) (products[i] + constants[i % constants.length]);
    }
    return target.undo(new Matrix(mapped, rows.values().rows(), constants.length));
  }
}
