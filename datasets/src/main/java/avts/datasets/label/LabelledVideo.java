package avts.datasets.label;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One video of a labelled set.
 *
 * @param file the file, relative to the set's folder, with slashes
 * @param label its class
 * @param group name shared by videos cut from the same scene, which are not independent
 * @param part what the split uses it for
 */
public record LabelledVideo(String file, String label, String group, Part part) {

  /** What a split uses a video for. */
  public enum Part {
    /** To learn from. */
    TRAIN,
    /** To be measured on. */
    TEST
  }

  /** Checks that the names are there. */
  public LabelledVideo {
    checkArgument(
        !file.isEmpty() && !label.isEmpty() && !group.isEmpty(),
        "a labelled video needs a file, a label and a group, got \"%s\", \"%s\", \"%s\"",
        file,
        label,
        group);
  }
}
