package avts.transfer.run;

import avts.datasets.take.TakeFormat;
import avts.datasets.take.TakeOptions;

/**
 * How the set is read.
 *
 * @param format its layout
 * @param options sizes, rates and limits
 */
public record TransferDataConfig(TakeFormat format, TakeOptions options) {}
