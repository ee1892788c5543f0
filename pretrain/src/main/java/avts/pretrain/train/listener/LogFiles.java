package avts.pretrain.train.listener;

import avts.datasets.io.FileChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Appending to logs with a message that helps where it fails. */
final class LogFiles {

  private LogFiles() {}

  /** Writes all of {@code bytes} to {@code channel}, which is open on {@code file}. */
  static void append(FileChannel channel, ByteBuffer bytes, Path file) throws IOException {
    try {
      FileChannels.write(channel, bytes);
    } catch (IOException e) {
      throw new IOException(
          file
              + " cannot be written: "
              + e.getMessage()
              + ". The checkpoints are intact: free space, then go on with --resume",
          e);
    }
  }
}
