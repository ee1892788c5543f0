package avts.transfer.foreign;

import avts.datasets.signal.NpyFile;
import avts.pretrain.run.DataRefusedException;
import avts.transfer.mapping.Matrix;
import com.google.common.base.Strings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads rows and names; whatever is wrong with a file is said with its name. */
final class RowFiles {
  private static final String NPY = ".npy";

  private RowFiles() {}

  /**
   * Reads rows of finite numbers; axes after the first are laid out one after another.
   *
   * @throws DataRefusedException if there are no rows or a number is not finite
   */
  static Matrix matrix(Path file) throws IOException {
    NpyFile.Array array = NpyFile.read(file);
    int[] shape = array.shape();
    if (shape.length < 2 || array.values().length == 0) {
      throw new DataRefusedException(
          file + " must have the shape [samples, features], got " + shapeOf(shape));
    }
    int columns = array.values().length / shape[0];
    for (int i = 0; i < array.values().length; i++) {
      if (!Float.isFinite(array.values()[i])) {
        throw new DataRefusedException(
            Strings.lenientFormat(
                "%s holds %s in row %s, column %s; leave such samples out of all files",
                file, array.values()[i], i / columns, i % columns));
      }
    }
    return new Matrix(array.values(), shape[0], columns);
  }

  private static String shapeOf(int[] shape) {
    List<String> axes = new ArrayList<>();
    for (int axis : shape) {
      axes.add(Integer.toString(axis));
    }
    return "[" + String.join(", ", axes) + "]";
  }

  /**
   * Reads one name for each of {@code rows} samples.
   *
   * @param source the file that has the rows, for messages
   * @throws DataRefusedException if there is another number of names
   */
  static List<String> names(Path file, int rows, Path source) throws IOException {
    List<String> names =
        file.toString().toLowerCase(Locale.ROOT).endsWith(NPY) ? numbers(file) : lines(file);
    checkRows(file, names.size(), source, rows);
    return names;
  }

  /** Throws where two files of the same samples have not the same number of rows. */
  static void checkRows(Path file, int rows, Path other, int otherRows)
      throws DataRefusedException {
    if (rows != otherRows) {
      throw new DataRefusedException(
          Strings.lenientFormat(
              "%s has %s rows, but %s has %s; both need one for each sample, in the same order",
              file, rows, other, otherRows));
    }
  }

  private static List<String> numbers(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    for (float value : NpyFile.read(file).values()) {
      boolean whole = value == Math.rint(value);
      names.add(whole ? Long.toString((long) value) : Float.toString(value));
    }
    return names;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).isBlank()) {
          throw new DataRefusedException(
              Strings.lenientFormat(
                  "%s: line %s is empty; every sample needs a name", file, i + 1));
        }
      }
      return lines.stream().map(String::strip).toList();
    } catch (CharacterCodingException e) {
      throw new DataRefusedException(file + " is not a text file in UTF-8", e);
    }
  }
}
