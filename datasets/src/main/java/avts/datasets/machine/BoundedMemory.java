package avts.datasets.machine;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the Java heap, handed out piece by piece up to a limit. Pieces are not given back
 * one by one: the memory goes when it and all of its pieces are out of reach. Thread-safe.
 */
public final class BoundedMemory {
  /** Small pieces share a block of this size; a large one is a block of its own. */
  private static final int BLOCK = 4 << 20;

  private static final int ALIGNMENT = 64;

  private long limit;
  private ByteBuffer block = ByteBuffer.allocateDirect(0);
  private long taken;

  /**
   * Takes nothing yet.
   *
   * @param limit most bytes to take from the system, not negative
   */
  public BoundedMemory(long limit) {
    checkArgument(limit >= 0, "limit must not be negative, got %s", limit);
    this.limit = limit;
  }

  /**
   * Returns {@code bytes} bytes that are zero, in the machine's byte order, or null where the limit
   * is reached. Where the system has no more, the limit is what it gave.
   */
  public synchronized @Nullable ByteBuffer take(int bytes) {
    checkArgument(bytes > 0, "bytes must be positive, got %s", bytes);
    int whole = Math.multiplyExact((bytes - 1) / ALIGNMENT + 1, ALIGNMENT);
    if (whole > BLOCK / 4) {
      ByteBuffer own = allocate(whole);
      return own == null ? null : piece(own, bytes);
    }
    if (block.remaining() < whole) {
      ByteBuffer next = allocate(BLOCK);
      if (next == null) {
        return null;
      }
      block = next;
    }
    ByteBuffer piece = piece(block, bytes);
    block.position(block.position() + whole);
    return piece;
  }

  /** Returns the bytes taken from the system so far. */
  public synchronized long taken() {
    return taken;
  }

  private @Nullable ByteBuffer allocate(int bytes) {
    if (bytes > limit - taken) {
      return null;
    }
    try {
      ByteBuffer allocated = ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
      taken += bytes;
      return allocated;
    } catch (OutOfMemoryError e) {
      // The virtual machine's own limit is the lower one, and asking takes it half a second.
      limit = taken;
      return null;
    }
  }

  private static ByteBuffer piece(ByteBuffer from, int bytes) {
    return from.slice(from.position(), bytes).order(ByteOrder.nativeOrder());
  }
}
