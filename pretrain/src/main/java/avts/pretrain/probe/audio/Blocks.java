package avts.pretrain.probe.audio;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Features of all sub-clips in one or more blocks. Each block is brought to mean 0 and deviation 1
 * and divided by the square root of its length, so that no block counts for more than another.
 *
 * @param parts the blocks, each with a row for every sub-clip
 */
record Blocks(List<float[][]> parts) {

  /** Checks that all blocks have the same number of rows. */
  Blocks {
    parts = List.copyOf(parts);
    checkArgument(!parts.isEmpty(), "there are no features");
    int rows = parts.get(0).length;
    for (float[][] part : parts) {
      checkArgument(part.length == rows, "blocks of %s and %s rows", rows, part.length);
    }
  }

  /** Returns one block. */
  static Blocks of(float[][] rows) {
    return new Blocks(ImmutableList.<float[][]>of(rows));
  }

  /** Returns the length of a row over all blocks. */
  int width() {
    return parts.stream().mapToInt(part -> part[0].length).sum();
  }

  /** Returns these blocks and those of {@code other}, side by side. */
  Blocks with(Blocks other) {
    return new Blocks(Stream.concat(parts.stream(), other.parts.stream()).toList());
  }

  /** Mean and scale of each value over the rows that are trained on. */
  static final class Scaling {
    private final Blocks blocks;
    private final double[] mean;
    private final double[] scale;

    private Scaling(Blocks blocks, int[] train) {
      this.blocks = blocks;
      int width = blocks.width();
      mean = new double[width];
      scale = new double[width];
      int column = 0;
      for (float[][] part : blocks.parts) {
        int length = part[0].length;
        for (int i = 0; i < length; i++, column++) {
          int at = i;
          double m = Arrays.stream(train).mapToDouble(row -> part[row][at]).average().orElse(0);
          double variance =
              Arrays.stream(train)
                  .mapToDouble(row -> (part[row][at] - m) * (part[row][at] - m))
                  .average()
                  .orElse(0);
          mean[column] = m;
          // What hardly varies in training must not be blown up in the test.
          scale[column] = variance > 1e-12 ? 1 / Math.sqrt(variance * length) : 0;
        }
      }
    }

    /** Returns one row, scaled. */
    double[] row(int row) {
      double[] scaled = new double[mean.length];
      int column = 0;
      for (float[][] part : blocks.parts) {
        for (float value : part[row]) {
          scaled[column] = (value - mean[column]) * scale[column];
          column++;
        }
      }
      return scaled;
    }
  }

  /** Returns the scaling by the rows {@code train}. */
  Scaling scaling(int[] train) {
    return new Scaling(this, train);
  }
}
