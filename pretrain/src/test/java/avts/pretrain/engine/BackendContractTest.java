package avts.pretrain.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.cuda.CudaException;
import avts.pretrain.engine.EngineConfig.Convolutions;
import avts.pretrain.engine.onednn.OneDnn;
import avts.pretrain.graph.Gradients;
import avts.pretrain.graph.Layers;
import avts.pretrain.graph.Layers.Statistics;
import avts.pretrain.graph.Parameters;
import avts.pretrain.graph.ops.BatchNorm;
import avts.pretrain.graph.ops.Convolution;
import avts.pretrain.graph.ops.Convolution.Geometry;
import avts.pretrain.graph.ops.MatMul;
import avts.pretrain.graph.ops.MaxPool;
import avts.pretrain.graph.ops.NativeValues;
import avts.pretrain.graph.ops.SmallOp;
import avts.pretrain.graph.ops.Workers;
import avts.pretrain.loss.LossConfig;
import avts.pretrain.loss.SyncLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What training needs of a backend: its operations, forward and backward, against slow references
 * in double that share no code with them ({@link References}).
 *
 * <p>Runs on the backend of the class path; a build for graphics cards runs this class alone, and
 * skips it where no card can be used.
 */
class BackendContractTest {

  /** Clips that are worked on at once. */
  static final int BATCH = 2;

  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-4;

  @BeforeAll
  static void backendMustRun() {
    try {
      Backend.load();
    } catch (CudaException e) {
      Assumptions.abort("no usable graphics card: " + e.getMessage());
    }
  }

  /** Adds what is tested to a graph. */
  private interface Build {
    SDVariable of(SDVariable... inputs);
  }

  /** Calculates the same in double. */
  interface Reference {
    double[] of(double[]... inputs);
  }

  /**
   * One operation.
   *
   * @param name for the report
   * @param inputs what goes in
   * @param build what is tested
   * @param reference what it is compared with
   */
  private record Case(String name, List<Input> inputs, Build build, Reference reference) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An array that goes in. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Input(double[] values, long[] shape, Kind kind) {

    enum Kind {
      /** Comes from another operation; differentiated. */
      INNER,
      /** Comes from outside; differentiated. */
      WEIGHT,
      /** Comes from outside; a constant, as clips and statistics are. */
      FIXED
    }

    static Input of(Kind kind, long seed, long... shape) {
      double[] values = new double[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
      SplittableRandom generator = new SplittableRandom(seed);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) generator.nextDouble(-1, 1);
      }
      return new Input(values, shape, kind);
    }

    static Input inner(long... shape) {
      return of(Kind.INNER, 1, shape);
    }

    static Input weight(long... shape) {
      return of(Kind.WEIGHT, 2, shape);
    }

    static Input fixed(double... values) {
      return new Input(values, new long[] {values.length}, Kind.FIXED);
    }

    float[] floats() {
      float[] copy = new float[values.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = (float) values[i];
      }
      return copy;
    }
  }

  static Stream<Case> cases() {
    Geometry cube = References.geometry(new int[] {3, 3, 3}, new int[] {1, 2, 2}, 1);
    Geometry point = References.geometry(new int[] {1, 1, 1}, new int[] {2, 2, 2}, 0);
    Geometry square = References.geometry(new int[] {1, 3, 3}, new int[] {1, 2, 2}, 1);
    Input volume = Input.inner(BATCH, 2, 3, 5, 4);
    Input image = Input.inner(BATCH, 2, 1, 7, 6);
    Input plane = Input.inner(BATCH, 2, 7, 6);
    return Stream.of(
        convolution("conv3d", 3, cube, List.of(volume, Input.weight(3, 2, 3, 3, 3))),
        convolution("conv3d of stride 2", 3, point, List.of(volume, Input.weight(3, 2, 1, 1, 1))),
        convolution(
            "conv3d of clips",
            3,
            cube,
            List.of(Input.of(Input.Kind.FIXED, 3, volume.shape()), Input.weight(3, 2, 3, 3, 3))),
        convolution("conv2d", 2, square, List.of(plane, Input.weight(4, 2, 3, 3))),
        new Case(
            "batch norm and ReLU",
            List.of(image, Input.weight(2), Input.fixed(0.1, -0.2)),
            in ->
                BatchNorm.overBatch(in[0], in[1], in[2], new BatchNorm.Options(1e-5, true))
                    .output(),
            in -> References.batchNorm(in[0], in[1], in[2], References.moments(in[0], 2))),
        new Case(
            "batch norm with given statistics",
            List.of(image, Input.weight(2), Input.fixed(0.1, -0.2), Input.fixed(0.3, 0.4, 0.5, 2)),
            in ->
                BatchNorm.withStatistics(
                    in[0],
                    List.of(in[1], in[2]),
                    List.of(Half.of(in[3], 0), Half.of(in[3], 1)),
                    new BatchNorm.Options(1e-5, true)),
            in -> References.batchNorm(in[0], in[1], in[2], in[3])),
        new Case(
            "max pool",
            List.of(plane),
            in -> MaxPool.of(in[0], 3, 2, 1),
            in -> References.maxPool(in[0], new int[] {7, 6}, 3, new int[] {2, 1})),
        new Case(
            "product of matrices",
            List.of(Input.inner(BATCH, 5), Input.weight(4, 5)),
            in -> MatMul.of(in[0], in[1]),
            in -> References.products(in[0], in[1], 5)),
        loss("margin loss", LossConfig.Kind.MARGIN, References::marginLoss),
        loss("InfoNCE", LossConfig.Kind.INFONCE, References::infoNce));
  }

  private static Case convolution(
      String name, int dimensions, Geometry geometry, List<Input> inputs) {
    long[] shape = inputs.get(0).shape();
    int[] size =
        dimensions == 3
            ? new int[] {(int) shape[2], (int) shape[3], (int) shape[4]}
            : new int[] {1, (int) shape[2], (int) shape[3]};
    return new Case(
        name,
        inputs,
        in -> Convolution.of(in[0], in[1], dimensions, geometry),
        in -> References.convolution(in[0], in[1], size, geometry));
  }

  private static Case loss(String name, LossConfig.Kind kind, Reference reference) {
    return new Case(
        name,
        List.of(Input.inner(BATCH, 4), Input.weight(BATCH, 4), Input.fixed(1, 0)),
        in ->
            new SyncLoss(new LossConfig(kind, 0.99, LossConfig.Normalise.L2, 0.2, false, 7))
                .build(layers(in[0]), new SyncLoss.Embeddings(in[0], in[1], in[2]), 4)
                .loss(),
        reference);
  }

  private static Layers layers(SDVariable variable) {
    return new Layers(
        new Parameters(variable.getSameDiff(), DataType.FLOAT), Statistics.BATCH, 1e-5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheReference(Case tested) {
    paths().forEach(convolutions -> check(tested, convolutions));
  }

  /** Everything by ND4J itself; on the processor also by oneDNN 3 what it takes over. */
  private static Stream<Convolutions> paths() {
    return Backend.load().onGraphicsCards() || OneDnn.load().isEmpty()
        ? Stream.of(Convolutions.ND4J)
        : Stream.of(Convolutions.ND4J, Convolutions.ONEDNN);
  }

  private static void check(Case tested, Convolutions convolutions) {
    double[][] inputs = tested.inputs().stream().map(Input::values).toArray(double[][]::new);
    List<float[]> actual = run(tested, convolutions);
    assertClose(tested.reference().of(inputs), actual.get(0), "output");
    int next = 1;
    for (int i = 0; i < inputs.length; i++) {
      if (tested.inputs().get(i).kind() != Input.Kind.FIXED) {
        assertClose(slope(tested.reference(), inputs, i), actual.get(next++), "derivative " + i);
      }
    }
    assertTrue(next > 1, "nothing differentiated");
  }

  /** Differences are measured by the largest value. */
  private static void assertClose(double[] expected, float[] actual, String what) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 1e-3, what + " vanishes");
    double[] values = IntStream.range(0, actual.length).mapToDouble(i -> actual[i]).toArray();
    assertArrayEquals(expected, values, TOLERANCE * largest, what);
  }

  /** Returns the numeric derivative of the projected reference with respect to one input. */
  private static double[] slope(Reference reference, double[][] inputs, int index) {
    double[] slope = new double[inputs[index].length];
    for (int i = 0; i < slope.length; i++) {
      double value = inputs[index][i];
      inputs[index][i] = value + STEP;
      double above = Projection.project(reference.of(inputs));
      inputs[index][i] = value - STEP;
      slope[i] = (above - Projection.project(reference.of(inputs))) / (2 * STEP);
      inputs[index][i] = value;
    }
    return slope;
  }

  /** Returns the output of the backend and the derivatives of its projection. */
  private static List<float[]> run(Case tested, Convolutions convolutions) {
    SameDiff graph = SameDiff.create();
    Map<String, INDArray> bound = new HashMap<>();
    List<SDVariable> differentiated = new ArrayList<>();
    SDVariable[] inputs = new SDVariable[tested.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      Input input = tested.inputs().get(i);
      SDVariable outer = graph.placeHolder("input" + i, DataType.FLOAT, input.shape());
      bound.put(outer.name(), Nd4j.createFromArray(input.floats()).reshape(input.shape()));
      inputs[i] = input.kind() == Input.Kind.INNER ? Copy.of(outer) : outer;
      if (input.kind() != Input.Kind.FIXED) {
        differentiated.add(inputs[i]);
      }
    }
    SDVariable output = tested.build().of(inputs);
    List<SDVariable> wanted = new ArrayList<>(List.of(output));
    wanted.addAll(Gradients.of(Projection.of(output), differentiated));
    List<String> names = wanted.stream().map(SDVariable::name).toList();
    try (Workers workers = new Workers(2);
        GraphPlan plan =
            new GraphPlan(
                new GraphPlan.Recipe(graph, Map.of(), bound, names),
                new GraphContext(DataType.FLOAT, 0, workers, convolutions))) {
      plan.run();
      return names.stream().map(name -> NativeValues.readFloats(plan.array(name))).toList();
    }
  }

  /** Hands its input on, so that the next operation has something to send a derivative to. */
  private static final class Copy extends SmallOp {

    private Copy(SDVariable input) {
      super("avts_test_copy", 1, 1, input);
    }

    static SDVariable of(SDVariable input) {
      return new Copy(input).outputVariable();
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return inputShapes;
    }

    @Override
    protected double[][] forward(double[][] inputs, List<long[]> shapes) {
      return inputs;
    }

    @Override
    protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] gradient) {
      return new double[][] {gradient};
    }
  }

  /** The first or the second half of a vector; a constant. */
  private static final class Half extends SmallOp {

    private final int which;

    private Half(SDVariable input, int which) {
      super("avts_test_half", 1, 0, input);
      this.which = which;
    }

    static SDVariable of(SDVariable input, int which) {
      return new Half(input, which).outputVariable();
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return List.of(new long[] {inputShapes.get(0)[0] / 2});
    }

    @Override
    protected double[][] forward(double[][] inputs, List<long[]> shapes) {
      int half = inputs[0].length / 2;
      return new double[][] {Arrays.copyOfRange(inputs[0], which * half, (which + 1) * half)};
    }

    @Override
    protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] gradient) {
      throw new UnsupportedOperationException("a constant");
    }
  }

  /** A sum of all values, each with its own factor, so that no derivative is 0 by symmetry. */
  private static final class Projection extends SmallOp {

    private Projection(SDVariable input) {
      super("avts_test_projection", 1, 1, input);
    }

    static SDVariable of(SDVariable input) {
      return new Projection(input).outputVariable();
    }

    private static double factor(int index) {
      return Math.cos(index + 1.0);
    }

    static double project(double[] values) {
      return IntStream.range(0, values.length).mapToDouble(i -> factor(i) * values[i]).sum();
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return List.of(new long[0]);
    }

    @Override
    protected double[][] forward(double[][] inputs, List<long[]> shapes) {
      return new double[][] {{project(inputs[0])}};
    }

    @Override
    protected double[][] backward(double[][] inputs, List<long[]> shapes, double[] gradient) {
      double[] slope = new double[inputs[0].length];
      Arrays.setAll(slope, i -> gradient[0] * factor(i));
      return new double[][] {slope};
    }
  }
}
