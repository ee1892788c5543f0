package avts.pretrain.eval.floor;

import avts.datasets.clip.Window;
import avts.pretrain.eval.floor.RidgeFloor.Clips;
import avts.pretrain.eval.floor.RidgeFloor.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the settings of the ridge regression, so that the floor is as high as it can be made:
 * those that choose right most often, on files that the regression was not fitted to, between a
 * clip's own sound and that of another moment of the same file.
 */
final class RidgeChoice {

  /** From few and smooth to many and free. */
  private static final List<Settings> CANDIDATES = candidates();

  private RidgeChoice() {}

  private static List<Settings> candidates() {
    List<Settings> candidates = new ArrayList<>();
    for (int components : new int[] {16, 32, 64, 128}) {
      for (double penalty : new double[] {1e-3, 1e-2, 1e-1}) {
        candidates.add(new Settings(components, penalty));
      }
    }
    return candidates;
  }

  /**
   * Returns the best settings; the usual ones where the clips leave nothing to compare.
   *
   * @param fitted clips to fit each candidate to
   * @param held clips of other files
   * @param places place of each of {@code held}
   */
  static Settings best(
      ClipShape shape, Clips fitted, Clips held, List<Window> places, RandomGenerator random) {
    List<int[]> contests = contests(places, shape.frames() / 2);
    Settings best = Settings.standard();
    if (contests.isEmpty()) {
      return best;
    }
    @Nullable Quality highest = null;
    for (Settings settings : CANDIDATES) {
      Quality quality = quality(RidgeFloor.fit(shape, fitted, settings, random), held, contests);
      if (highest == null || quality.compareTo(highest) > 0) {
        highest = quality;
        best = settings;
      }
    }
    return best;
  }

  /**
   * How well a candidate does.
   *
   * @param right contests decided right
   * @param lead sum of the leads of the own sound's correlation, which decides between candidates
   *     that are equally often right
   */
  private record Quality(long right, double lead) implements Comparable<Quality> {

    @Override
    public int compareTo(Quality other) {
      return right == other.right
          ? Double.compare(lead, other.lead)
          : Long.compare(right, other.right);
    }
  }

  /** Returns pairs of clips of one file whose starts lie at least {@code gap} frames apart. */
  private static List<int[]> contests(List<Window> places, int gap) {
    List<int[]> contests = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      for (int j = 0; j < places.size(); j++) {
        Window one = places.get(i);
        Window two = places.get(j);
        if (one.file() == two.file() && Math.abs(one.startFrame() - two.startFrame()) >= gap) {
          contests.add(new int[] {i, j});
        }
      }
    }
    return contests;
  }

  private static Quality quality(RidgeFloor floor, Clips held, List<int[]> contests) {
    float[] predicted = floor.embedVideo(held.video(), held.n());
    float[] real = floor.embedAudio(held.audio(), held.n());
    int size = floor.embeddingSize();
    long right = 0;
    double lead = 0;
    for (int[] contest : contests) {
      int picture = contest[0] * size;
      double own = Correlation.of(predicted, picture, real, picture, size);
      double other = Correlation.of(predicted, picture, real, contest[1] * size, size);
      right += own > other ? 1 : 0;
      lead += own - other;
    }
    return new Quality(right, lead);
  }
}
