package avts.datasets.take;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A set of takes, or a file of one, that cannot be used; the message names file and value. */
public final class TakeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /** Creates the exception for {@code path}; {@code problem} says what was wrong and what to do. */
  public TakeException(Path path, String problem) {
    this(path, problem, null);
  }

  /** Creates the exception for {@code path} with the lower-level {@code cause}. */
  public TakeException(Path path, String problem, @Nullable Throwable cause) {
    super(path + ": " + problem, cause);
    this.problem = problem;
  }

  /** Returns what was wrong, without the name of the file. */
  public String problem() {
    return problem;
  }
}
