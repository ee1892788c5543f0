package avts.transfer.run;

import avts.transfer.protocol.ProtocolConfig;
import java.util.Locale;

/** Names of protocols as they stand beside every figure. */
public final class Protocols {

  private Protocols() {}

  /** Returns the protocol in one line. */
  public static String describe(ProtocolConfig config) {
    return String.format(
        Locale.ROOT,
        "%s, %d folds, %.0f %% parallel, %d seeds",
        config.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        config.foldsToRun().size(),
        100 * config.parallel(),
        config.seeds().size());
  }
}
