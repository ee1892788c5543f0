package avts.datasets.manifest;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

/**
 * How the usable files are divided.
 *
 * @param rule what decides where a group goes that no list names: hash (of its name, so of its
 *     content) or folders (a folder named train, validation or test in the path of its files)
 * @param validationShare share of the groups held out for validation, 0 to 1
 * @param testShare share of the groups held out for the test, 0 to 1, with validation below 1
 * @param validationList text file that names the validation files, one name of the manifest a line
 *     (in a store the originals' names serve as well) or the end of one path; empty: by the rule
 * @param testList text file that names the test files, likewise
 */
public record SplitConfig(
    Rule rule, double validationShare, double testShare, String validationList, String testList) {

  /** What decides where a group goes that no list names. */
  public enum Rule {
    /** The hash of the group's name, compared with the shares. */
    HASH,
    /**
     * A folder named train, validation or test in the files' path; the shares count for nothing.
     */
    FOLDERS
  }

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
