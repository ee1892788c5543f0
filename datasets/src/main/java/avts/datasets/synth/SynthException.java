package avts.datasets.synth;

import java.io.IOException;
import java.nio.file.Path;

/** A folder that synthetic videos cannot be written to or read from; the message names it. */
public final class SynthException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for {@code path}; {@code problem} says what was wrong and what to do. */
  public SynthException(Path path, String problem) {
    super(path + ": " + problem);
  }

  /** Creates the exception for {@code path} with the lower-level {@code cause}. */
  public SynthException(Path path, String problem, Throwable cause) {
    super(path + ": " + problem, cause);
  }
}
