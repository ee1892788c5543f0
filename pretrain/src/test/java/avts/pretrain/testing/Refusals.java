package avts.pretrain.testing;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** What a refusal says. */
public final class Refusals {

  private Refusals() {}

  /** Runs {@code action}, which must throw {@code type}, and returns the message. */
  public static String message(Class<? extends Throwable> type, Executable action) {
    return String.valueOf(Assertions.assertThrows(type, action).getMessage());
  }

  /** Runs {@code action}, which must throw {@code type} with a message that holds {@code part}. */
  public static void assertRefused(
      Class<? extends Throwable> type, String part, Executable action) {
    String message = message(type, action);
    Assertions.assertTrue(message.contains(part), message);
  }
}
