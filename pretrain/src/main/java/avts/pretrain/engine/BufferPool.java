package avts.pretrain.engine;

import static com.google.common.base.Preconditions.checkState;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
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

  /** Buffers begin at lines of the cache: a vector that crosses lines is read twice. */
  private static final int ALIGNMENT = 64;

  private final DataType type;
  private final List<DataBuffer> free = new ArrayList<>();
  private final List<DataBuffer> all = new ArrayList<>();
  private final List<Pointer> allocated = new ArrayList<>();

  BufferPool(DataType type) {
    this.type = type;
  }

  /** Returns a row-major array that holds anything. */
  INDArray take(long... shape) {
    long length = 1;
    for (long n : shape) {
      length = Math.multiplyExact(length, n);
    }
    return Nd4j.create(takeBuffer(length), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', type);
  }

  /** Returns memory for {@code length} values that holds anything. */
  DataBuffer takeBuffer(long length) {
    int best = bestFit(length);
    if (best >= 0) {
      return free.remove(best); // by place: buffers are equal where all their values are
    }
    DataBuffer buffer = allocate(length);
    all.add(buffer);
    return buffer;
  }

  private DataBuffer allocate(long length) {
    long bytes = length * type.width();
    Pointer memory = Pointer.malloc(bytes + ALIGNMENT);
    checkState(memory != null && !memory.isNull(), "no memory for %s MiB", bytes >> 20);
    allocated.add(memory);
    Pointer aligned = new AlignedPointer(memory);
    Pointer typed = type == DataType.FLOAT ? new FloatPointer(aligned) : new DoublePointer(aligned);
    return Nd4j.createBuffer(typed.limit(length), length, type);
  }

  /** The first address of an allocation that is a multiple of {@link #ALIGNMENT}. */
  private static final class AlignedPointer extends Pointer {
    AlignedPointer(Pointer memory) {
      super(memory);
      address += (ALIGNMENT - address % ALIGNMENT) % ALIGNMENT;
    }
  }

  /** Returns the place of the shortest free buffer that fits, -1 if there is none. */
  private int bestFit(long length) {
    int best = -1;
    for (int i = 0; i < free.size(); i++) {
      long size = free.get(i).length();
      if (size >= length
          && size <= LARGEST_WASTE * length
          && (best < 0 || size < free.get(best).length())) {
        best = i;
      }
    }
    return best;
  }

  /** Leaves a buffer to others. */
  void giveBack(DataBuffer buffer) {
    free.add(buffer);
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
    allocated.forEach(Pointer::free);
    allocated.clear();
  }
}
