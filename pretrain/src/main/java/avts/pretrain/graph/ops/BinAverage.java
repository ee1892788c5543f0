package avts.pretrain.graph.ops;

import static com.google.common.base.Preconditions.checkArgument;

import avts.pretrain.graph.onnx.OnnxNodes;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adaptive average pooling of {@code [N, C, A, ...B]} to rows, one row per clip and time step.
 *
 * <p>Bin i of n over a length L covers {@code floor(i L / n) .. ceil((i + 1) L / n)}, as in
 * PyTorch; all dimensions after A count as one dimension B.
 */
public final class BinAverage extends JavaOp {

  /** Which of the two pooled dimensions is time. */
  public enum TimeAxis {
    /** A is time (video: A = frames, B = height x width). */
    FIRST,
    /** B is time (audio: A = filters, B = windows). */
    LAST
  }

  /**
   * How to pool.
   *
   * @param first bins over A
   * @param last bins over B
   * @param timeAxis which of them is time
   * @param timeSteps rows per clip; divides the number of bins over time, whose quotient of
   *     neighbouring bins goes into one row
   */
  public record Bins(int first, int last, TimeAxis timeAxis, int timeSteps) {

    /** Checks the numbers. */
    public Bins {
      checkArgument(first > 0 && last > 0 && timeSteps > 0, "numbers of bins must be positive");
      checkArgument(
          (timeAxis == TimeAxis.FIRST ? first : last) % timeSteps == 0,
          "time_steps %s must divide the bins over time",
          timeSteps);
    }

    private int timeCells() {
      return (timeAxis == TimeAxis.FIRST ? first : last) / timeSteps;
    }

    private int columnsPerChannel() {
      return first * last / timeSteps;
    }

    /** Returns the place of bin (a, b) of a channel, relative to the clip's first row. */
    private int place(int channel, int a, int b, int columns) {
      int time = timeAxis == TimeAxis.FIRST ? a : b;
      int row = time / timeCells();
      int cell = time % timeCells();
      int column = timeAxis == TimeAxis.FIRST ? cell * last + b : a * timeCells() + cell;
      return row * columns + channel * columnsPerChannel() + column;
    }
  }

  private final Bins bins;

  private BinAverage(SDVariable input, Bins bins) {
    super("avts_bin_average", 1, input);
    this.bins = bins;
  }

  /**
   * Adds the pooling to the graph.
   *
   * @return {@code [N * timeSteps, C * bins per step]}: rows by clip, then time; columns by
   *     channel, then A, then B
   */
  public static SDVariable of(SDVariable input, Bins bins) {
    return new BinAverage(input, bins).outputVariable();
  }

  /** The lengths are taken when the model runs, so time may be of any length. */
  @Override
  public void writeTo(OnnxNodes nodes) {
    String plane = nodes.node("Reshape", input(0), nodes.integers(0, 0, 0, -1)).value();
    String rows = new AveragedAxis(nodes, plane, 3, bins.last()).averages(); // [N, C, A, last]
    String all = new AveragedAxis(nodes, rows, 2, bins.first()).averages(); // [N, C, first, last]
    boolean timeFirst = bins.timeAxis() == TimeAxis.FIRST;
    String split =
        timeFirst
            ? nodes.integers(0, 0, bins.timeSteps(), bins.timeCells(), bins.last())
            : nodes.integers(0, 0, bins.first(), bins.timeSteps(), bins.timeCells());
    String parted = nodes.node("Reshape", all, split).value();
    long[] order = timeFirst ? new long[] {0, 2, 1, 3, 4} : new long[] {0, 3, 1, 2, 4};
    String byStep = nodes.node("Transpose", parted).ints("perm", order).value();
    nodes.node("Flatten", byStep).integer("axis", 2).as(output());
  }

  @Override
  public List<Gradient> gradients(List<Gradient> outputGradients) {
    return Gradient.all(new Backward(arg(0), outputGradients.get(0).get(), bins).outputVariables());
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    long[] shape = inputShapes.get(0);
    return List.of(new long[] {shape[0] * bins.timeSteps(), shape[1] * bins.columnsPerChannel()});
  }

  @Override
  public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    pool(inputs[0], outputs[0], bins, workers, true);
  }

  private static int from(int bin, int length, int count) {
    return (int) ((long) bin * length / count);
  }

  private static int to(int bin, int length, int count) {
    return (int) (((long) (bin + 1) * length + count - 1) / count);
  }

  /** Pools {@code wide} into {@code rows}, or spreads the derivative of the rows over it. */
  private static void pool(
      INDArray wide, INDArray rows, Bins bins, Workers workers, boolean forward) {
    ChannelLayout layout = ChannelLayout.of(wide.shape());
    int lengthA = Math.toIntExact(wide.size(2));
    int columns = Math.toIntExact(rows.size(1));
    double[] values =
        forward ? new double[Math.toIntExact(rows.length())] : NativeValues.read(rows);
    int perClip = values.length / layout.samples();
    workers.share(
        layout.samples(),
        (long) layout.channels() * layout.length(),
        (from, to) -> {
          NativeValues.Slabs slabs = NativeValues.slabs(wide);
          double[] slab = new double[layout.length()];
          Plane plane = new Plane(slab, lengthA, layout.length() / lengthA);
          for (int sample = from; sample < to; sample++) {
            for (int channel = 0; channel < layout.channels(); channel++) {
              Rows place = new Rows(values, sample * perClip, channel, columns);
              if (forward) {
                slabs.get(layout.start(sample, channel), slab);
                plane.average(bins, place);
              } else {
                plane.spread(bins, place);
                slabs.put(layout.start(sample, channel), slab);
              }
            }
          }
        });
    if (forward) {
      NativeValues.write(values, rows);
    }
  }

  /** Where the bins of one channel of one clip go. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Rows(double[] values, int start, int channel, int columns) {
    int index(Bins bins, int a, int b) {
      return start + bins.place(channel, a, b, columns);
    }
  }

  /** One channel of one clip, {@code [A, B]}. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Plane(double[] values, int lengthA, int lengthB) {

    void average(Bins bins, Rows rows) {
      for (int a = 0; a < bins.first(); a++) {
        for (int b = 0; b < bins.last(); b++) {
          double sum = 0;
          int endA = to(a, lengthA, bins.first());
          int startB = from(b, lengthB, bins.last());
          int endB = to(b, lengthB, bins.last());
          int startA = from(a, lengthA, bins.first());
          for (int i = startA; i < endA; i++) {
            for (int j = startB; j < endB; j++) {
              sum += values[i * lengthB + j];
            }
          }
          rows.values()[rows.index(bins, a, b)] = sum / ((endA - startA) * (endB - startB));
        }
      }
    }

    void spread(Bins bins, Rows rows) {
      Arrays.fill(values, 0);
      for (int a = 0; a < bins.first(); a++) {
        for (int b = 0; b < bins.last(); b++) {
          int startA = from(a, lengthA, bins.first());
          int endA = to(a, lengthA, bins.first());
          int startB = from(b, lengthB, bins.last());
          int endB = to(b, lengthB, bins.last());
          double share =
              rows.values()[rows.index(bins, a, b)] / ((endA - startA) * (endB - startB));
          for (int i = startA; i < endA; i++) {
            for (int j = startB; j < endB; j++) {
              values[i * lengthB + j] += share;
            }
          }
        }
      }
    }
  }

  /** Spreads the derivative of every bin evenly over what it covers. */
  private static final class Backward extends JavaOp {

    private final Bins bins;

    Backward(SDVariable input, SDVariable outputGradient, Bins bins) {
      super("avts_bin_average_bp", 1, input, outputGradient);
      this.bins = bins;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> inputShapes) {
      return List.of(inputShapes.get(0));
    }

    @Override
    public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
      pool(outputs[0], inputs[1], bins, workers, false);
    }
  }
}
