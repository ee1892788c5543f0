package avts.datasets.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileChannelsTest {
  @TempDir Path folder;

  private FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve("file"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @Test
  void writesWhatIsLeftAndReadsZerosBehindTheEnd() throws IOException {
    try (FileChannel channel = open()) {
      ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1);
      FileChannels.write(channel, bytes);
      assertFalse(bytes.hasRemaining());
      assertArrayEquals(new byte[] {2, 3, 4}, Files.readAllBytes(folder.resolve("file")));
      assertArrayEquals(new byte[] {3, 4, 0, 0}, FileChannels.read(channel, 1, 4));
      assertArrayEquals(new byte[2], FileChannels.read(channel, 100, 2));
      assertEquals(3, channel.position());
    }
  }

  @Test
  void oneHolderAtATimeUntilItsChannelIsClosed() throws IOException {
    try (FileChannel second = open()) {
      try (FileChannel first = open()) {
        assertTrue(FileChannels.lock(first, 10, 1));
        assertFalse(FileChannels.lock(second), "the whole file holds the byte");
        assertTrue(FileChannels.lock(second, 11, 1));
      }
      assertTrue(FileChannels.lock(second, 0, 11));
    }
  }
}
