package avts.distill.run;

import avts.distill.protocol.ProtocolConfig;
import avts.distill.protocol.VerificationConfig;
import java.util.Locale;

/** Names of protocols as they stand beside every figure. */
public final class Protocols {

  private Protocols() {}

  /** Returns the protocol in one line. */
  public static String describe(ProtocolConfig config) {
    VerificationConfig verification = config.verification();
    return String.format(
        Locale.ROOT,
        "%s, %s, %d folds, %d seeds%s",
        text(config.task()),
        text(config.kind()),
        config.foldsToRun().size(),
        config.seeds().size(),
        verification == null ? "" : "; trials " + trials(verification));
  }

  private static String trials(VerificationConfig config) {
    return String.format(
        Locale.ROOT,
        "%s, P(target) %s",
        config.trials() == null ? "all pairs of different labels" : "of " + config.trials(),
        config.cost().pTarget());
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
