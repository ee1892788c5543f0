package avts.datasets.clip;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * One clip's place in a manifest: which file, and where in it its picture and its sound begin.
 *
 * <p>The two starts agree in an aligned clip. They are kept apart so that a shifted sound can be
 * cut at any sample, not only on the frame grid.
 *
 * @param file index of the file in the manifest
 * @param startFrame first frame on the clip's frame grid
 * @param startSample first sample on the clip's sample grid
 */
public record Window(int file, long startFrame, long startSample) {

  /** Checks the file's index. */
  public Window {
    checkArgument(file >= 0, "file index must not be negative, got %s", file);
  }
}
