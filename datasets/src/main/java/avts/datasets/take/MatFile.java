package avts.datasets.take;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.base.Ascii;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Real matrices of a MATLAB file by name. The first bytes tell the level: 5 (versions 5 to 7) says
 * so in text, 4 begins with the first matrix.
 */
final class MatFile {

  /** Most elements of a matrix that is read: a broken file must not fill the memory. */
  static final int MOST_ELEMENTS = 1 << 25;

  private static final int STATED = 19;

  private final Path file;
  private final Map<String, MatArray> arrays;

  private MatFile(Path file, Map<String, MatArray> arrays) {
    this.file = file;
    this.arrays = arrays;
  }

  /**
   * Reads the matrices of a file; what is no full numeric matrix of two dimensions is passed over.
   *
   * @throws TakeException if it is no MATLAB file of level 4 or 5, or is broken
   * @throws IOException if it cannot be read
   */
  static MatFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String start = new String(bytes, 0, Math.min(STATED, bytes.length), ISO_8859_1);
    if (start.startsWith("MATLAB 5.0 MAT-file")) {
      return new MatFile(file, MatLevel5.read(file, bytes));
    }
    if (start.startsWith("MATLAB 7.3")) {
      throw new TakeException(
          file, "is of MATLAB 7.3 (HDF5): save it anew with save(..., '-v7') or '-v4'");
    }
    return new MatFile(file, MatLevel4.read(file, bytes));
  }

  /**
   * Returns a matrix.
   *
   * @throws TakeException if there is none of this name, or it has values that are not finite
   */
  MatArray get(String name) throws TakeException {
    MatArray array = arrays.get(name);
    if (array == null) {
      throw new TakeException(
          file,
          "has no matrix "
              + name
              + (arrays.isEmpty()
                  ? " nor any other"
                  : "; there is " + Ascii.truncate(String.join(", ", arrays.keySet()), 80, "...")));
    }
    for (int i = 0; i < array.values().length; i++) {
      if (!Float.isFinite(array.values()[i])) {
        throw new TakeException(
            file,
            String.format(
                Locale.ROOT,
                "%s(%d,%d) is %s",
                name,
                i % array.rows() + 1,
                i / array.rows() + 1,
                array.values()[i]));
      }
    }
    return array;
  }
}
