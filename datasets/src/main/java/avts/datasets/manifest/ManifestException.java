package avts.datasets.manifest;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A manifest or a list file that does not say what it should; the message names file and line. */
public final class ManifestException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for {@code line} of {@code file}, counted from 1; 0 for no one line. */
  public ManifestException(Path file, long line, String problem, @Nullable Throwable cause) {
    super(file + (line > 0 ? ":" + line : "") + ": " + problem, cause);
  }
}
