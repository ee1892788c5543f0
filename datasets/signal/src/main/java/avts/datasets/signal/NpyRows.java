package avts.datasets.signal;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a float32 .npy of shape {@code [rows, columns]} row by row, where the number of rows is
 * known only at the end. The file is a valid .npy after {@link #close}, and only then.
 */
public final class NpyRows implements AutoCloseable {
  /** Rows are gathered up to about so many bytes before they are written. */
  private static final int BLOCK_BYTES = 1 << 16;

  private final FileChannel channel;
  private final int columns;
  private final ByteBuffer block;
  private int rows;

  private NpyRows(FileChannel channel, int columns) throws IOException {
    this.channel = channel;
    this.columns = columns;
    block =
        ByteBuffer.allocate(Math.max(1, BLOCK_BYTES / (4 * columns)) * 4 * columns)
            .order(ByteOrder.LITTLE_ENDIAN);
    // The header has the same length for every number of rows, so it can be written again.
    writeFully(ByteBuffer.wrap(NpyFile.header(new int[] {0, columns})));
  }

  /**
   * Begins a file.
   *
   * @param file made anew, must not exist
   * @param columns length of a row, positive
   * @throws IOException if the file exists or cannot be written
   */
  // Handed on to the caller, and closed here where that fails.
  @SuppressWarnings("MustBeClosedChecker")
  @MustBeClosed
  public static NpyRows create(Path file, int columns) throws IOException {
    checkArgument(columns > 0, "columns must be positive, got %s", columns);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean begun = false;
    try {
      NpyRows rows = new NpyRows(channel, columns);
      begun = true;
      return rows;
    } finally {
      if (!begun) {
        channel.close();
      }
    }
  }

  /**
   * Appends rows.
   *
   * @param values whole rows one after another
   */
  public void add(float[] values) throws IOException {
    checkArgument(
        values.length % columns == 0,
        "%s values are not rows of %s columns",
        values.length,
        columns);
    for (int start = 0; start < values.length; start += columns) {
      for (int i = start; i < start + columns; i++) {
        block.putFloat(values[i]);
      }
      rows = Math.incrementExact(rows);
      if (!block.hasRemaining()) {
        flush();
      }
    }
  }

  /** Returns the number of rows so far. */
  public int rows() {
    return rows;
  }

  private void flush() throws IOException {
    block.flip();
    writeFully(block);
    block.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes what is left and the number of rows; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      flush();
      channel.position(0);
      writeFully(ByteBuffer.wrap(NpyFile.header(new int[] {rows, columns})));
    }
  }
}
