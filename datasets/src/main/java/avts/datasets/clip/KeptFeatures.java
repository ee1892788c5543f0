package avts.datasets.clip;

import avts.datasets.machine.BoundedMemory;
import avts.datasets.media.MediaException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Log filter banks of one file's sound, kept as they were computed, before they are normalised: for
 * a file that is read again and again. They lie on the grid of the hops, so they serve windows that
 * begin on it. Thread-safe.
 */
public final class KeptFeatures {
  /** Vectors in a block, the piece that is computed at a time. */
  static final int BLOCK = 50;

  private final BoundedMemory memory;
  private final ConcurrentMap<Long, FloatBuffer> blocks = new ConcurrentHashMap<>();

  /** Keeps nothing yet, and later what fits into {@code memory}. */
  public KeptFeatures(BoundedMemory memory) {
    this.memory = memory;
  }

  /** Computes a block, {@code [filters, BLOCK]} values. */
  @FunctionalInterface
  interface Calculation {
    float[] of(long number) throws MediaException;
  }

  /**
   * Returns block {@code number}, computed now if it is not kept, or null if there is no room.
   *
   * @param values how many it has
   */
  @Nullable FloatBuffer block(long number, int values, Calculation calculation)
      throws MediaException {
    FloatBuffer known = blocks.get(number);
    if (known != null) {
      return known;
    }
    ByteBuffer room = memory.take(Math.multiplyExact(values, Float.BYTES));
    if (room == null) {
      return null;
    }
    FloatBuffer block = room.asFloatBuffer().put(0, calculation.of(number));
    FloatBuffer other = blocks.putIfAbsent(number, block);
    return other == null ? block : other;
  }
}
