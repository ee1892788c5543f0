package avts.distill.run;

import avts.distill.protocol.ProtocolConfig;
import java.util.Locale;

/** Names of protocols as they stand beside every figure. */
public final class Protocols {

  private Protocols() {}

  /** Returns the protocol in one line. */
  public static String describe(ProtocolConfig config) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %d folds, %d seeds",
        text(config.task()),
        text(config.kind()),
        config.foldsToRun().size(),
        config.seeds().size());
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
