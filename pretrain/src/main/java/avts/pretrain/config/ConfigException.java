package avts.pretrain.config;

import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be used. The message names file, line and key, what was wrong and
 * what is allowed; it is meant for the user as it stands.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that begins with where the mistake is. */
  public ConfigException(String message) {
    this(message, null);
  }

  /** Creates the exception with the lower-level {@code cause}. */
  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
