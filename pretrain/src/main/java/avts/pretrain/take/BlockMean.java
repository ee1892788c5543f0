package avts.pretrain.take;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.take.GrayVideo;

/** Smaller pictures by averaging over areas. */
public final class BlockMean {

  private BlockMean() {}

  /**
   * Returns the pictures at a smaller size; each new pixel is the mean over its area, parts of
   * pixels counted in part.
   */
  public static GrayVideo of(GrayVideo video, int height, int width) {
    checkArgument(
        height <= video.height() && width <= video.width(),
        "pictures of %s x %s cannot be averaged down to %s x %s",
        video.height(),
        video.width(),
        height,
        width);
    if (height == video.height() && width == video.width()) {
      return video;
    }
    float[] rows =
        shrink(video.values(), new Axis(video.frames(), video.height(), video.width()), height);
    float[] both = shrink(rows, new Axis(video.frames() * height, video.width(), 1), width);
    return new GrayVideo(both, video.frames(), height, width, video.framesPerSecond());
  }

  /** Values {@code [before, length, after]}, of which the middle axis is shortened. */
  private record Axis(int before, int length, int after) {}

  private static float[] shrink(float[] values, Axis axis, int shorter) {
    float[] result = new float[axis.before * shorter * axis.after];
    double size = (double) axis.length / shorter;
    for (int target = 0; target < shorter; target++) {
      double from = target * size;
      double to = from + size;
      for (int source = (int) from; source < Math.min(axis.length, Math.ceil(to)); source++) {
        float share = (float) ((Math.min(to, source + 1) - Math.max(from, source)) / size);
        for (int before = 0; before < axis.before; before++) {
          int at = (before * shorter + target) * axis.after;
          int of = (before * axis.length + source) * axis.after;
          for (int i = 0; i < axis.after; i++) {
            result[at + i] += share * values[of + i];
          }
        }
      }
    }
    return result;
  }
}
