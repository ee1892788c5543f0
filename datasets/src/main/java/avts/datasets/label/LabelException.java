package avts.datasets.label;

import java.io.IOException;
import java.nio.file.Path;

/** Labels or splits that cannot be used; the message names file, line and value. */
public final class LabelException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for {@code path}; {@code problem} says what was wrong and what to do. */
  public LabelException(Path path, String problem) {
    super(path + ": " + problem);
  }

  /** Creates the exception for a line of {@code file}, from 1. */
  LabelException(Path file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
