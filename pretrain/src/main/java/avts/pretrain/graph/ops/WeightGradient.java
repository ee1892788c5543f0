package avts.pretrain.graph.ops;

import avts.pretrain.graph.ops.Convolution.Geometry;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Derivative of a convolution with respect to its weights alone.
 *
 * <p>For the first layer, whose input needs no derivative: ND4J's operation calculates that one
 * always, at three times the cost of all the rest. The patches under each weight are laid out as
 * the rows of a matrix, a few frames at a time, and multiplied with the derivative of the output.
 */
final class WeightGradient extends JavaOp {

  /** Patches are laid out in matrices of at most this many values (4 MB). */
  private static final int PATCH_VALUES = 1 << 20;

  private final Geometry geometry;

  /**
   * Adds the operation to the graph.
   *
   * @param input {@code [N, C, (D,) H, W]}
   * @param weights only their shape is used
   * @param outputGradient {@code [N, O, (D',) H', W']}
   */
  WeightGradient(
      Geometry geometry, SDVariable input, SDVariable weights, SDVariable outputGradient) {
    super("avts_weight_gradient", 1, input, weights, outputGradient);
    this.geometry = geometry;
  }

  @Override
  public Optional<Kernel> kernel() {
    return Optional.of(new Kernel.ConvolutionWeights(geometry));
  }

  @Override
  public List<long[]> outputShapes(List<long[]> inputShapes) {
    return List.of(inputShapes.get(1));
  }

  /** Lengths of a channel's volume; in two dimensions its depth is 1. */
  private record Volume(int channels, int depth, int height, int width) {

    static Volume of(INDArray array) {
      int rank = array.rank();
      return new Volume(
          (int) array.size(1),
          rank == 5 ? (int) array.size(2) : 1,
          (int) array.size(rank - 2),
          (int) array.size(rank - 1));
    }

    int plane() {
      return height * width;
    }

    int size() {
      return channels * depth * plane();
    }
  }

  @Override
  public void run(INDArray[] inputs, INDArray[] outputs, Workers workers) {
    Volume in = Volume.of(inputs[0]);
    Volume out = Volume.of(inputs[2]);
    int samples = (int) inputs[0].size(0);
    if (isFloat(inputs[0])) {
      new FloatRun(inputs, outputs[0], in, out).run(samples, workers);
    } else {
      runPlainly(inputs, outputs[0], in, out);
    }
  }

  /** Multiplies and adds by the definition, in double. */
  private void runPlainly(INDArray[] inputs, INDArray output, Volume in, Volume out) {
    double[] x = NativeValues.read(inputs[0]);
    double[] dy = NativeValues.read(inputs[2]);
    double[] dw = new double[(int) output.length()];
    int samples = x.length / in.size();
    Patches patches = new Patches(in, out);
    int weights = patches.count();
    for (int sample = 0; sample < samples; sample++) {
      for (int weight = 0; weight < weights; weight++) {
        for (int position = 0; position < out.depth() * out.plane(); position++) {
          int source = patches.source(weight, position);
          if (source >= 0) {
            double value = x[sample * in.size() + source];
            for (int o = 0; o < out.channels(); o++) {
              int place = (sample * out.channels() + o) * out.depth() * out.plane() + position;
              dw[o * weights + weight] += value * dy[place];
            }
          }
        }
      }
    }
    NativeValues.write(dw, output);
  }

  /** Which input value lies under which weight at which output position. */
  private final class Patches {

    private final Volume in;
    private final Volume out;

    Patches(Volume in, Volume out) {
      this.in = in;
      this.out = out;
    }

    /** Returns the number of weights of one output channel. */
    int count() {
      var k = geometry.kernel();
      return in.channels() * k.depth() * k.height() * k.width();
    }

    /** Returns the index of the input value in its sample, -1 in the padding. */
    int source(int weight, int position) {
      var k = geometry.kernel();
      int x = position % out.width() * geometry.stride().width();
      int y = position / out.width() % out.height() * geometry.stride().height();
      int z = position / out.plane() * geometry.stride().depth();
      x += weight % k.width() - geometry.padding().width();
      y += weight / k.width() % k.height() - geometry.padding().height();
      z += weight / (k.width() * k.height()) % k.depth() - geometry.padding().depth();
      boolean inside =
          x >= 0 && x < in.width() && y >= 0 && y < in.height() && z >= 0 && z < in.depth();
      int channel = weight / (k.width() * k.height() * k.depth());
      return inside ? ((channel * in.depth() + z) * in.height() + y) * in.width() + x : -1;
    }

    /** Lays out the values under one weight at all positions of some output frames. */
    void fill(int weight, int firstFrame, int frames, float[] sample, float[] row) {
      var k = geometry.kernel();
      int stride = geometry.stride().width();
      int shift = weight % k.width() - geometry.padding().width();
      int from = Math.max(0, (-shift + stride - 1) / stride);
      int to = Math.min(out.width(), (in.width() - 1 - shift) / stride + 1);
      Arrays.fill(row, 0, frames * out.plane(), 0);
      for (int line = 0; line < frames * out.height(); line++) {
        int position = firstFrame * out.plane() + line * out.width();
        int source = from < to ? source(weight, position + from) : -1;
        if (source >= 0) {
          int target = line * out.width();
          for (int x = from; x < to; x++) {
            row[target + x] = sample[source + (x - from) * stride];
          }
        }
      }
    }
  }

  /** One run in FLOAT. */
  private final class FloatRun {

    private final FloatBuffer input;
    private final FloatBuffer gradient;
    private final FloatBuffer output;
    private final Volume in;
    private final Volume out;
    private final Patches patches;

    FloatRun(INDArray[] inputs, INDArray output, Volume in, Volume out) {
      input = NativeValues.floats(inputs[0]);
      gradient = NativeValues.floats(inputs[2]);
      this.output = NativeValues.floats(output);
      this.in = in;
      this.out = out;
      patches = new Patches(in, out);
    }

    void run(int samples, Workers workers) {
      int weights = patches.count();
      int most = Math.max(1, PATCH_VALUES / (weights * out.plane()));
      int chunk = Math.min(out.depth(), most);
      float[] sum = new float[out.channels() * weights];
      float[] sample = new float[in.size()];
      float[] rows = new float[weights * chunk * out.plane()];
      float[] derivative = new float[out.channels() * chunk * out.plane()];
      for (int n = 0; n < samples; n++) {
        input.get(n * in.size(), sample);
        for (int first = 0; first < out.depth(); first += chunk) {
          int frames = Math.min(chunk, out.depth() - first);
          int positions = frames * out.plane();
          layOut(sample, rows, first, frames, workers);
          for (int o = 0; o < out.channels(); o++) {
            int start = ((n * out.channels() + o) * out.depth() + first) * out.plane();
            gradient.get(start, derivative, o * positions, positions);
          }
          openblas.cblas_sgemm(
              openblas.CblasRowMajor,
              openblas.CblasNoTrans,
              openblas.CblasTrans,
              out.channels(),
              weights,
              positions,
              1f,
              derivative,
              positions,
              rows,
              positions,
              1f,
              sum,
              weights);
        }
      }
      output.put(sum);
    }

    private void layOut(float[] sample, float[] rows, int first, int frames, Workers workers) {
      int positions = frames * out.plane();
      workers.share(
          patches.count(),
          positions,
          (from, to) -> {
            float[] row = new float[positions];
            for (int weight = from; weight < to; weight++) {
              patches.fill(weight, first, frames, sample, row);
              System.arraycopy(row, 0, rows, weight * positions, positions);
            }
          });
    }
  }
}
