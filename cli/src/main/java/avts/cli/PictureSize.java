package avts.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a picture as typed: {@code 128x96}.
 *
 * @param width columns
 * @param height rows
 */
record PictureSize(int width, int height) {

  /** Reads {@code WxH}. */
  static final class Converter implements ITypeConverter<PictureSize> {
    @Override
    public PictureSize convert(String text) {
      int cross = text.indexOf('x');
      try {
        return new PictureSize(
            Integer.parseInt(text.substring(0, Math.max(cross, 0))),
            Integer.parseInt(text.substring(cross + 1)));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("\"" + text + "\" is not a size such as 128x96");
      }
    }
  }
}
