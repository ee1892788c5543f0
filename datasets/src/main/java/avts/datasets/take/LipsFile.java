package avts.datasets.take;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Pictures of lips as AV-Letters keeps them: {@code vid}, one picture a column, each column a
 * picture column by column, and {@code siz}, which is height, width and number of pictures.
 */
final class LipsFile {
  /** AV-Letters was recorded at 25 pictures a second. */
  static final double FRAMES_PER_SECOND = 25;

  private LipsFile() {}

  /**
   * Reads the pictures, upright.
   *
   * @throws TakeException if it is no MATLAB file, a matrix is missing, the sizes disagree or a
   *     value is no brightness
   * @throws IOException if it cannot be read
   */
  static GrayVideo read(Path file) throws IOException {
    MatFile content = MatFile.read(file);
    MatArray pictures = content.get("vid");
    MatArray sizes = content.get("siz");
    if (sizes.values().length != 3) {
      throw new TakeException(
          file, "siz has " + sizes.values().length + " values, expected height, width, pictures");
    }
    float height = sizes.values()[0];
    float width = sizes.values()[1];
    if (height < 1
        || width < 1
        || pictures.columns() < 1
        || height * width != pictures.rows()
        || sizes.values()[2] != pictures.columns()) {
      throw new TakeException(
          file,
          String.format(
              Locale.ROOT,
              "vid is %d x %d, siz states %d pictures of %d x %d",
              pictures.rows(),
              pictures.columns(),
              (int) sizes.values()[2],
              (int) height,
              (int) width));
    }
    return new GrayVideo(
        upright(file, pictures, (int) height, (int) width),
        pictures.columns(),
        (int) height,
        (int) width,
        FRAMES_PER_SECOND);
  }

  private static float[] upright(Path file, MatArray pictures, int height, int width)
      throws TakeException {
    checkState(height * width == pictures.rows());
    float[] columns = pictures.values();
    float[] rows = new float[columns.length];
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0 || columns[i] > 255) {
        throw new TakeException(file, "vid has the value " + columns[i] + ", outside of 0 to 255");
      }
      int picture = i / pictures.rows();
      int place = i % pictures.rows();
      int y = place % height;
      int x = place / height;
      rows[(picture * height + y) * width + x] = columns[i];
    }
    return rows;
  }
}
