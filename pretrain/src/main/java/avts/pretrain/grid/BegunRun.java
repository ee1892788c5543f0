package avts.pretrain.grid;

import avts.datasets.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table's folder that only the table it was begun for may go on in. */
public final class BegunRun {

  private BegunRun() {}

  /**
   * Makes the folder where it is not there yet.
   *
   * @throws IOException if a file has its name, or it cannot be made
   */
  public static void folder(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is a file: name a folder for the run");
    }
    Files.createDirectories(folder);
  }

  /**
   * Writes a file that tells what the folder is for, or compares it with what is wanted.
   *
   * @param file the file
   * @param wanted its text
   * @param what what it tells, such as {@code settings}, for the message
   * @throws IOException if the folder was begun for something else, or cannot be written
   */
  public static void same(Path file, String wanted, String what) throws IOException {
    if (!Files.exists(file)) {
      AtomicFiles.replace(file, wanted);
    } else if (!Files.readString(file).equals(wanted)) {
      throw new IOException(
          file.getParent()
              + " was begun with other "
              + what
              + " (see "
              + file
              + "): name another folder, or delete it");
    }
  }
}
