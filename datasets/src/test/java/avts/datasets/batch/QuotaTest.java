package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.datasets.pair.NegativeMix;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuotaTest {

  @Test
  void paperMixOfEightFilesIsSixAndTwo() {
    for (Quota quota : share(20, 8, new NegativeMix(0.75, 0.25, 0), 1)) {
      assertEquals(new Quota(6, 2, 0), quota);
    }
  }

  @Test
  void sharesHoldOverTheEpochAndNoFileIsLeftLone() {
    List<NegativeMix> mixes =
        List.of(
            new NegativeMix(0.75, 0.25, 0),
            new NegativeMix(0.1, 0.6, 0.3),
            new NegativeMix(0.33, 0.33, 0.34),
            new NegativeMix(1, 0, 0),
            new NegativeMix(0, 0, 1));
    for (NegativeMix mix : mixes) {
      for (int files = 2; files <= 9; files++) {
        List<Quota> quotas = share(100, files, mix, files);
        int easy = 0;
        int hard = 0;
        for (Quota quota : quotas) {
          assertEquals(files, quota.easy() + quota.hard() + quota.superHard());
          assertNotEquals(1, quota.easy());
          easy += quota.easy();
          hard += quota.hard();
        }
        assertEquals(100 * files * mix.easy(), easy, 2);
        assertEquals(100 * files * mix.hard(), hard, 3);
      }
    }
  }

  @Test
  void expectedQuotaOfTheFirstBatchIsTheShare() {
    double easy = 0;
    for (int seed = 0; seed < 4000; seed++) {
      easy += share(3, 5, new NegativeMix(0.3, 0.7, 0), seed).get(0).easy();
    }
    assertEquals(0.3 * 5, easy / 4000, 0.06);
  }

  @Test
  void rejectsEasyNegativesOfOneFile() {
    assertThrows(IllegalArgumentException.class, () -> share(1, 1, new NegativeMix(1, 0, 0), 1));
    assertEquals(List.of(new Quota(0, 1, 0)), share(1, 1, new NegativeMix(0, 1, 0), 1));
  }

  private static List<Quota> share(int batches, int files, NegativeMix mix, long seed) {
    return Quota.share(batches, files, mix, new SplittableRandom(seed));
  }
}
