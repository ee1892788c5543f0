package avts.datasets.batch;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.pair.NegativeMix;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How many files of a micro-batch get which kind of negatives.
 *
 * @param easy files with easy negatives: none, or two at least
 * @param hard files with hard negatives
 * @param superHard files with super-hard negatives
 */
record Quota(int easy, int hard, int superHard) {

  /**
   * Shares out {@code batches} micro-batches of {@code files} files by systematic rounding: the
   * running sum of each kind stays within one file (two, where a batch would hold a lone easy file)
   * of its share, and a random phase makes each batch's expected number exact.
   *
   * @throws IllegalArgumentException if easy negatives are asked of batches of one file
   */
  static List<Quota> share(int batches, int files, NegativeMix mix, RandomGenerator random) {
    checkArgument(
        mix.easy() == 0 || files >= 2,
        "videos_per_batch must be at least 2 for easy negatives, which come from another video,"
            + " got %s",
        files);
    double easyPhase = random.nextDouble();
    double hardPhase = random.nextDouble();
    double easyFiles = mix.easy() * files;
    int step = easyFiles < 2 ? 2 : 1;
    double notEasy = mix.hard() + mix.superHard();
    double hardShare = notEasy > 0 ? mix.hard() / notEasy : 0;
    List<Quota> quotas = new ArrayList<>();
    long rest = 0;
    for (int batch = 0; batch < batches; batch++) {
      int easy =
          step
              * (int)
                  (floor((batch + 1) * easyFiles / step + easyPhase)
                      - floor(batch * easyFiles / step + easyPhase));
      long restBefore = rest;
      rest += files - easy;
      int hard =
          (int) (floor(rest * hardShare + hardPhase) - floor(restBefore * hardShare + hardPhase));
      quotas.add(new Quota(easy, hard, files - easy - hard));
    }
    return quotas;
  }

  /** Takes a share's rounding error for none: 0.1 + 0.2 of a file is 0.3 of a file. */
  private static long floor(double value) {
    return (long) Math.floor(value + 1e-9);
  }
}
