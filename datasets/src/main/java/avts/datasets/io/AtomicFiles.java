package avts.datasets.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writing in such a way that a reader sees the old content or the new, whatever happens.
 *
 * <p>What is being written has another, hidden name in the same folder: see {@link #unfinished}. A
 * process that is killed leaves it behind, and the next one that writes the same file replaces it.
 */
public final class AtomicFiles {

  private AtomicFiles() {}

  /** What a file shall hold. */
  @FunctionalInterface
  public interface Content<E extends Exception> {

    /** Writes all of it to the new file {@code unfinished} and closes that. */
    void writeTo(Path unfinished) throws IOException, E;
  }

  /** Returns the name that {@code file} has while it is being written. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(".tmp-" + file.getFileName());
  }

  /**
   * Makes or replaces {@code file} in one step, and forces it to the disk. Where {@code content}
   * fails, an old file stays as it was.
   */
  public static <E extends Exception> void replace(Path file, Content<E> content)
      throws IOException, E {
    Path unfinished = unfinished(file);
    Files.deleteIfExists(unfinished);
    try {
      content.writeTo(unfinished);
      force(unfinished, StandardOpenOption.WRITE);
      move(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Makes or replaces {@code file} by {@code text} in UTF-8, in one step. */
  public static void replace(Path file, String text) throws IOException {
    replace(file, unfinished -> Files.writeString(unfinished, text, UTF_8));
  }

  /** Writes the new file {@code file} and forces it to the disk. */
  public static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      FileChannels.write(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
  }

  /** Renames within a folder, replacing what has the name, and forces the folder to the disk. */
  public static void move(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      forceFolder(folder);
    }
  }

  /** Forces the entries of {@code folder} to the disk. */
  public static void forceFolder(Path folder) throws IOException {
    // Windows cannot open folders as files, and needs no such call.
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      force(folder, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
