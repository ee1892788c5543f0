package avts.datasets.take;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.types.MatFile.Entry;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/** Level 5 (MATLAB 5 to 7), read by the MAT File Library. */
final class MatLevel5 {

  private MatLevel5() {}

  static Map<String, MatArray> read(Path file, byte[] bytes) throws TakeException {
    Map<String, MatArray> arrays = new LinkedHashMap<>();
    try (us.hebi.matlab.mat.types.MatFile content =
        Mat5.newReader(Sources.wrap(bytes))
            .disableSubsystemProcessing()
            .setEntryFilter(MatLevel5::isPlain)
            .setBufferAllocator(new BoundedAllocator())
            .readMat()) {
      for (Entry entry : content.getEntries()) {
        if (entry.getValue() instanceof Matrix matrix) {
          arrays.put(entry.getName(), copy(matrix));
        }
      }
    } catch (IOException e) {
      throw new TakeException(
          file, "is a broken MATLAB file of level 5 (" + e.getMessage() + ")", e);
    }
    return arrays;
  }

  /** A real numeric matrix of a size that can be. */
  private static boolean isPlain(Mat5Reader.EntryHeader header) {
    int[] dimensions = header.getDimensions();
    return !header.isComplex()
        && dimensions.length == 2
        && (long) dimensions[0] * dimensions[1] <= MatFile.MOST_ELEMENTS
        && switch (header.getType()) {
          case Double, Single, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64 -> true;
          default -> false;
        };
  }

  private static MatArray copy(Matrix matrix) {
    float[] values = new float[matrix.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.getFloat(i);
    }
    return new MatArray(matrix.getNumRows(), matrix.getNumCols(), values);
  }

  /** The library allocates what a header states; in broken files that may be anything. */
  private static final class BoundedAllocator implements us.hebi.matlab.mat.format.BufferAllocator {

    @Override
    public ByteBuffer allocate(int bytes) {
      if (bytes / Double.BYTES > MatFile.MOST_ELEMENTS) {
        throw new IllegalArgumentException("a matrix of " + bytes + " bytes");
      }
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer buffer) {}
  }
}
