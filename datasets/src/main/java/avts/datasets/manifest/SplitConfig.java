package avts.datasets.manifest;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

/**
 * How the usable files are divided.
 *
 * @param validationShare share of the groups held out for validation, 0 to 1
 * @param testShare share of the groups held out for the test, 0 to 1, with validation below 1
 * @param validationList text file that names the validation files, one name of the manifest a line;
 *     empty: drawn by hash
 * @param testList text file that names the test files, one name of the manifest a line; empty:
 *     drawn by hash
 */
public record SplitConfig(
    double validationShare, double testShare, String validationList, String testList) {

  /** Checks the shares. */
  public SplitConfig {
    checkArgument(
        validationShare >= 0 && validationShare < 1,
        "validation_share must be at least 0 and below 1, got %s",
        validationShare);
    checkArgument(
        testShare >= 0 && testShare < 1,
        "test_share must be at least 0 and below 1, got %s",
        testShare);
    checkArgument(
        validationShare + testShare < 1,
        "validation_share and test_share must leave files to train on, got %s and %s",
        validationShare,
        testShare);
    checkNotNull(validationList, "validation_list must be text, empty for none");
    checkNotNull(testList, "test_list must be text, empty for none");
  }
}
