package avts.datasets.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/** What channels do only in part, done in whole. */
public final class FileChannels {

  private FileChannels() {}

  /** Writes all that is left of {@code bytes} where the channel stands. */
  public static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads {@code count} bytes from {@code position} on; those behind the end are 0. */
  public static byte[] read(FileChannel channel, long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        break;
      }
    }
    return bytes;
  }

  /** Locks the whole file against others, see {@link #lock(FileChannel, long, long)}. */
  public static boolean lock(FileChannel channel) throws IOException {
    return lock(channel, 0, Long.MAX_VALUE);
  }

  /**
   * Locks {@code size} bytes from {@code position} on, which need not exist, against other
   * processes and against other channels of this one. The lock ends when the channel is closed.
   *
   * @return whether nobody else holds a lock there
   */
  public static boolean lock(FileChannel channel, long position, long size) throws IOException {
    try {
      return channel.tryLock(position, size, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }
}
