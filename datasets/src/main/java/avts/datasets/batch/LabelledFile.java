package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.clip.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with a label, and where clips can be cut from it.
 *
 * @param file index in the manifest
 * @param label number of its class, from 0
 * @param first first frame, on the clips' frame grid, that a clip may begin at
 * @param last last one, at least the first
 */
public record LabelledFile(int file, int label, long first, long last) {

  /** Checks the order. */
  public LabelledFile {
    checkArgument(label >= 0, "labels count from 0, got %s", label);
    checkArgument(first <= last, "clips must begin at %s..%s, an empty range", first, last);
  }

  /**
   * Returns {@code count} windows from the first to the last place, at equal distances as far as
   * whole frames allow; in a short file some are the same.
   */
  public List<Window> spread(int count) {
    checkArgument(count >= 1, "at least one window must be asked for, got %s", count);
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double place = count == 1 ? 0.5 : (double) i / (count - 1);
      windows.add(window(first + Math.round(place * (last - first))));
    }
    return windows;
  }

  /** Returns the window that begins at {@code start}, without its sound. */
  Window window(long start) {
    return new Window(file, start, 0);
  }
}
