package avts.datasets.clip;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What is drawn once for all pictures of a clip.
 *
 * @param smallSide length of the smaller side, in pixels, that the picture is scaled to
 * @param across where the square lies between the left edge (0) and the right (below 1)
 * @param down where the square lies between the upper edge (0) and the lower (below 1)
 * @param mirrored whether left and right are exchanged
 * @param brightness factor of the pixels
 * @param contrast factor of the distances from the mean pixel
 * @param order for each frame of the clip, the decoded picture shown there
 */
// An array component: consumed at once by the cropper, never compared.
@SuppressWarnings("ArrayRecordComponent")
record PictureDraw(
    int smallSide,
    double across,
    double down,
    boolean mirrored,
    double brightness,
    double contrast,
    int[] order) {

  /** The root of the fixed orders in which evaluation shuffles frames. */
  private static final Seeds EVALUATION_ORDER = new Seeds(0);

  /** Returns the middle crop, untouched; shuffled frames have an order fixed by the window. */
  static PictureDraw evaluation(ClipConfig clip, Window window) {
    RandomGenerator random =
        EVALUATION_ORDER.generator(Purpose.EVALUATION, window.file(), window.startFrame());
    return new PictureDraw(clip.smallSideMin(), 0.5, 0.5, false, 1, 1, order(clip, random));
  }

  /** Draws scale, place, flip, colours and order, in this order. */
  static PictureDraw training(ClipConfig clip, AugmentConfig augment, RandomGenerator random) {
    return new PictureDraw(
        random.nextInt(clip.smallSideMin(), clip.smallSideMax() + 1),
        random.nextDouble(),
        random.nextDouble(),
        random.nextBoolean() && clip.flip(),
        1 + augment.brightness() * (2 * random.nextDouble() - 1),
        1 + augment.contrast() * (2 * random.nextDouble() - 1),
        order(clip, random));
  }

  private static int[] order(ClipConfig clip, RandomGenerator random) {
    int[] order = new int[clip.frames()];
    if (clip.view() == ClipView.SINGLE_FRAME) {
      return order;
    }
    Arrays.setAll(order, t -> t);
    if (clip.view() == ClipView.SHUFFLED_FRAMES) {
      for (int t = order.length - 1; t > 0; t--) {
        int other = random.nextInt(t + 1);
        int moved = order[t];
        order[t] = order[other];
        order[other] = moved;
      }
    }
    return order;
  }
}
