package avts.pretrain.engine;

import avts.pretrain.graph.ops.Convolution.Extent;
import avts.pretrain.graph.ops.Convolution.Geometry;
import java.util.Arrays;

/** Operations by their definitions, in double, as slow as they come. */
final class References {

  private References() {}

  /**
   * Returns a geometry with the same padding along all axes that the kernel is longer than 1 on.
   */
  static Geometry geometry(int[] kernel, int[] stride, int padding) {
    int[] pad = Arrays.stream(kernel).map(length -> length > 1 ? padding : 0).toArray();
    return new Geometry(extent(kernel), extent(stride), extent(pad));
  }

  private static Extent extent(int... lengths) {
    return new Extent(lengths[0], lengths[1], lengths[2]);
  }

  private static int[] lengths(Extent extent) {
    return new int[] {extent.depth(), extent.height(), extent.width()};
  }

  /** Returns the place of an index in a volume of such lengths. */
  private static int[] place(int index, int... lengths) {
    return new int[] {
      index / (lengths[1] * lengths[2]), index / lengths[2] % lengths[1], index % lengths[2]
    };
  }

  private static int product(int... lengths) {
    return Arrays.stream(lengths).reduce(1, Math::multiplyExact);
  }

  /**
   * Convolves.
   *
   * @param x values of {@link BackendContractTest#BATCH} clips
   * @param w weights {@code [O, C, kernel]}
   * @param size depth, height and width of a clip
   */
  static double[] convolution(double[] x, double[] w, int[] size, Geometry geometry) {
    int[] kernel = lengths(geometry.kernel());
    int[] stride = lengths(geometry.stride());
    int[] padding = lengths(geometry.padding());
    int[] out = new int[3];
    Arrays.setAll(out, a -> (size[a] + 2 * padding[a] - kernel[a]) / stride[a] + 1);
    int channels = x.length / (BackendContractTest.BATCH * product(size));
    int outputs = w.length / (channels * product(kernel));
    double[] y = new double[BackendContractTest.BATCH * outputs * product(out)];
    for (int i = 0; i < y.length; i++) {
      int[] at = place(i % product(out), out);
      int o = i / product(out) % outputs;
      int n = i / product(out) / outputs;
      for (int k = 0; k < channels * product(kernel); k++) {
        int[] offset = place(k % product(kernel), kernel);
        int index = n * channels + k / product(kernel);
        boolean inside = true;
        for (int axis = 0; axis < 3; axis++) {
          int source = at[axis] * stride[axis] + offset[axis] - padding[axis];
          inside &= source >= 0 && source < size[axis];
          index = index * size[axis] + source;
        }
        y[i] += inside ? x[index] * w[o * channels * product(kernel) + k] : 0;
      }
    }
    return y;
  }

  /** Returns the mean of every channel, then the biased variance of every channel. */
  static double[] moments(double[] x, int channels) {
    int plane = x.length / (BackendContractTest.BATCH * channels);
    double count = (double) BackendContractTest.BATCH * plane;
    double[] moments = new double[2 * channels];
    for (int i = 0; i < x.length; i++) {
      moments[i / plane % channels] += x[i] / count;
    }
    for (int i = 0; i < x.length; i++) {
      int channel = i / plane % channels;
      moments[channels + channel] += Math.pow(x[i] - moments[channel], 2) / count;
    }
    return moments;
  }

  /** Normalises with moments as {@link #moments} orders them, and sets negative results to 0. */
  static double[] batchNorm(double[] x, double[] scale, double[] shift, double[] moments) {
    int channels = scale.length;
    int plane = x.length / (BackendContractTest.BATCH * channels);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i / plane % channels;
      double unit = (x[i] - moments[c]) / Math.sqrt(moments[channels + c] + 1e-5);
      y[i] = Math.max(0, unit * scale[c] + shift[c]);
    }
    return y;
  }

  /** Returns the largest values of square windows. */
  static double[] maxPool(double[] x, int[] size, int kernel, int[] stride) {
    int height = (size[0] - kernel) / stride[0] + 1;
    int width = (size[1] - kernel) / stride[1] + 1;
    double[] y = new double[x.length / product(size) * height * width];
    Arrays.setAll(
        y,
        i -> {
          double largest = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < kernel * kernel; k++) {
            int row = i / width % height * stride[0] + k / kernel;
            int column = i % width * stride[1] + k % kernel;
            int plane = i / (width * height);
            largest = Math.max(largest, x[(plane * size[0] + row) * size[1] + column]);
          }
          return largest;
        });
    return y;
  }

  /** Returns the inner product of every row of the one with every row of the other. */
  static double[] products(double[] a, double[] b, int width) {
    int columns = b.length / width;
    double[] y = new double[a.length / width * columns];
    Arrays.setAll(
        y,
        i -> {
          double sum = 0;
          for (int k = 0; k < width; k++) {
            sum += a[i / columns * width + k] * b[i % columns * width + k];
          }
          return sum;
        });
    return y;
  }

  /** Korbar et al. 2018 with margin 0.99, of video, audio and the index of each negative audio. */
  static double[] marginLoss(double[]... inputs) {
    int batch = inputs[2].length;
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      sum += square(inputs, i, i);
      sum += Math.pow(Math.max(0, 0.99 - Math.sqrt(square(inputs, i, (int) inputs[2][i]))), 2);
    }
    return new double[] {sum / (2 * batch)};
  }

  private static double square(double[][] inputs, int video, int audio) {
    int size = inputs[0].length / inputs[2].length;
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += Math.pow(inputs[0][video * size + k] - inputs[1][audio * size + k], 2);
    }
    return sum;
  }

  /** Van den Oord et al. 2018, both ways, temperature 0.2. */
  static double[] infoNce(double[]... inputs) {
    int batch = inputs[2].length;
    double[] similar = products(inputs[0], inputs[1], inputs[0].length / batch);
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      double row = 0;
      double column = 0;
      for (int j = 0; j < batch; j++) {
        row += Math.exp(similar[i * batch + j] / 0.2);
        column += Math.exp(similar[j * batch + i] / 0.2);
      }
      double own = Math.exp(similar[i * batch + i] / 0.2);
      sum -= Math.log(own / row) + Math.log(own / column);
    }
    return new double[] {sum / (2 * batch)};
  }
}
