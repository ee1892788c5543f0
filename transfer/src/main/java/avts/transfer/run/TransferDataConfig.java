package avts.transfer.run;

import avts.datasets.signal.FilterBankConfig;
import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the set is read.
 *
 * @param format its layout
 * @param options sizes, rates and limits
 */
public record TransferDataConfig(TakeFormat format, TakeOptions options) {

  /** Returns how the features of the sound are computed; null where they are stored. */
  @Nullable FilterBankConfig computedFeatures() {
    return format.computedFeatures(options);
  }
}
