package avts.pretrain.config;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.manifest.SplitConfig;

/**
 * Which files are trained on and measured with; the files themselves are named on the command line.
 *
 * @param split how the usable files are divided into training, validation and test
 * @param maxRefusedShare share of refused files above which a run does not start, 0 to 1
 * @param statisticsShare share of the training files that the mean and spread of the features are
 *     measured on, over 0 and up to 1
 */
public record DataConfig(SplitConfig split, double maxRefusedShare, double statisticsShare) {

  /** Checks the shares. */
  public DataConfig {
    checkArgument(
        maxRefusedShare >= 0 && maxRefusedShare <= 1,
        "max_refused_share must lie in 0..1, got %s",
        maxRefusedShare);
    checkArgument(
        statisticsShare > 0 && statisticsShare <= 1,
        "statistics_share must lie in (0, 1], got %s",
        statisticsShare);
  }
}
