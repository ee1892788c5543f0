package avts.pretrain.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory that the arrays of one plan share: an array whose last use is over leaves its
 * buffer to a later one. All is allocated while the plan is made, nothing while it runs.
 */
final class BufferPool implements AutoCloseable {

  /** A free buffer is taken where it is at most this many times as long as needed. */
  private static final int LARGEST_WASTE = 2;

  private final DataType type;
  private final List<DataBuffer> free = new ArrayList<>();
  private final List<DataBuffer> all = new ArrayList<>();

  BufferPool(DataType type) {
    this.type = type;
  }

  /** Returns a row-major array that holds anything. */
  INDArray take(long[] shape) {
    long length = 1;
    for (long n : shape) {
      length = Math.multiplyExact(length, n);
    }
    DataBuffer buffer = bestFit(length);
    if (buffer == null) {
      buffer = Nd4j.createBuffer(type, length, false);
      all.add(buffer);
    } else {
      free.remove(buffer);
    }
    return Nd4j.create(buffer, shape, Nd4j.getStrides(shape, 'c'), 0, 'c', type);
  }

  private @Nullable DataBuffer bestFit(long length) {
    DataBuffer best = null;
    for (DataBuffer candidate : free) {
      long size = candidate.length();
      if (size >= length
          && size <= LARGEST_WASTE * length
          && (best == null || size < best.length())) {
        best = candidate;
      }
    }
    return best;
  }

  /** Leaves the array's buffer to others. */
  void giveBack(INDArray array) {
    free.add(array.data());
  }

  /** Returns the number of bytes of all buffers. */
  long bytes() {
    return all.stream().mapToLong(DataBuffer::length).sum() * type.width();
  }

  @Override
  public void close() {
    free.clear();
    all.forEach(DataBuffer::close);
    all.clear();
  }
}
