package avts.pretrain.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.BatchConfig;
import avts.datasets.batch.MediaClips;
import avts.datasets.clip.AugmentConfig;
import avts.datasets.clip.ClipConfig;
import avts.datasets.clip.ClipView;
import avts.datasets.manifest.Manifest;
import avts.datasets.signal.FeatureNormalisation;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.time.FrameRate;
import avts.pretrain.testing.LinearTowers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Reads offsets, drifts and jumps off maps of scores that were made for the purpose. */
class SyncMeterTest {
  private static final LagRange LAGS = LagRange.standard();
  private static final FilterBankConfig FEATURES =
      new FilterBankConfig(16_000, 0.025, 0.01, 512, 16, 0.97);
  private static final ClipConfig CLIP =
      new ClipConfig(
          FrameRate.of(25), 25, 1, 24, 24, 24, false, List.of(0.0), List.of(1.0), ClipView.NATURAL);

  private static SyncMeter meter(double zeroMillis) {
    ScoreMapper mapper =
        new ScoreMapper(
            avts.pretrain.eval.Embedder.of(new LinearTowers()),
            new MediaClips(
                new Manifest(Path.of("."), List.of()),
                CLIP,
                FEATURES,
                AugmentConfig.off(),
                FeatureNormalisation.gdt(16)),
            CLIP,
            16_000,
            new BatchConfig(2, 2, 1, 1, 1, 1),
            LAGS);
    return new SyncMeter(
        mapper,
        new MeterCalibration(
            new Evidence(new Logistic(-3, 6), 0.2),
            new Confidence(new Logistic(0, 1)),
            new Zero(zeroMillis, Zero.Source.REFERENCE, 5, 1),
            10,
            List.of()));
  }

  /** Windows every 0.2 s, score about 1 at the true offset and about 0 elsewhere. */
  private static ScoreMap map(int seconds, long cutSecond, LongToDoubleFunction trueMillis) {
    SplittableRandom random = new SplittableRandom(7);
    List<ScoreMap.Row> rows = new ArrayList<>();
    for (int i = 0; i < 5 * seconds; i++) {
      long micros = 500_000L + i * 200_000L;
      float[] scores = new float[LAGS.count()];
      for (int lag = 0; lag < scores.length; lag++) {
        double distance = (LAGS.millis(lag) - trueMillis.applyAsDouble(micros)) / 30;
        scores[lag] = (float) (Math.exp(-distance * distance) + 0.25 * random.nextGaussian());
      }
      rows.add(new ScoreMap.Row(micros, micros >= cutSecond * 1_000_000 ? 1 : 0, scores));
    }
    return new ScoreMap(LAGS, rows);
  }

  @Test
  void constantOffsetIsReadBetweenTheSteps() {
    SyncReading reading = meter(0).read(map(8, 99, micros -> 173));
    assertNotNull(reading.offsetMillis());
    assertEquals(173, reading.offsetMillis(), 6);
    assertTrue(reading.confidence() > 0.99, reading.toString());
    assertEquals(SyncVerdict.NOTICEABLE, reading.verdict());
    assertNull(reading.driftMillisPerMinute(), "eight seconds say nothing of a drift");
    assertEquals(LAGS.count(), reading.curve().size());
  }

  @Test
  void zeroIsSubtractedEverywhere() {
    SyncReading reading = meter(80).read(map(8, 99, micros -> 173));
    assertEquals(93, reading.offsetMillis() == null ? 0 : reading.offsetMillis(), 6);
    assertEquals(SyncVerdict.IN_SYNC, reading.verdict());
    Double segment = reading.segments().get(0).offsetMillis();
    assertEquals(93, segment == null ? 0 : segment, 6);
    assertEquals(-2080, reading.curve().get(0).offsetMillis(), 1e-9);
  }

  @Test
  void driftIsTheSlopeOfTheOffset() {
    // 4 minutes, growing by 40 ms a minute, 50 ms in the middle.
    SyncReading reading = meter(0).read(map(240, 999, micros -> 50 + 40 * (micros / 60e6 - 2)));
    Double drift = reading.driftMillisPerMinute();
    assertNotNull(drift);
    assertEquals(40, drift, 1.5);
    assertEquals(50, reading.offsetMillis() == null ? 0 : reading.offsetMillis(), 6);
    assertEquals("", reading.reason());
    assertEquals(24, reading.segments().size());
    // In step in the middle, noticeable at the ends: -30 and +130 ms.
    assertEquals(SyncVerdict.NOTICEABLE, reading.verdict());
  }

  @Test
  void steadyOffsetHasNoDrift() {
    SyncReading reading = meter(0).read(map(120, 999, micros -> -300));
    assertEquals(0.0, reading.driftMillisPerMinute());
    assertEquals(SyncVerdict.OUT_OF_SYNC, reading.verdict());
  }

  @Test
  void anotherOffsetAfterACutIsNoticed() {
    SyncReading reading = meter(0).read(map(40, 30, micros -> micros < 30_000_000 ? 0 : 400));
    assertEquals(0, reading.offsetMillis() == null ? -1 : reading.offsetMillis(), 6);
    assertEquals("1 of 4 segments have another offset", reading.reason());
    assertEquals(SyncVerdict.OUT_OF_SYNC, reading.verdict());
    Double last = reading.segments().get(3).offsetMillis();
    assertEquals(400, last == null ? 0 : last, 6);
  }

  @Test
  void noiseCannotBeTold() {
    SyncReading reading = meter(0).read(map(8, 99, micros -> 5000));
    assertNull(reading.offsetMillis());
    assertEquals(SyncVerdict.CANNOT_TELL, reading.verdict());
    assertTrue(reading.confidence() < 0.1, reading.toString());
  }

  @Test
  void missingSoundCountsForNothing() {
    ScoreMap full = map(8, 99, micros -> 100);
    List<ScoreMap.Row> rows = new ArrayList<>(full.rows());
    float[] none = new float[LAGS.count()];
    Arrays.fill(none, Float.NaN);
    rows.add(new ScoreMap.Row(9_000_000, 0, none));
    assertEquals(
        meter(0).read(full).offsetMillis(), meter(0).read(new ScoreMap(LAGS, rows)).offsetMillis());
  }

  @Test
  void verdictsFollowTheRecommendation() {
    assertEquals(SyncVerdict.IN_SYNC, SyncVerdict.of(125));
    assertEquals(SyncVerdict.IN_SYNC, SyncVerdict.of(-45));
    assertEquals(SyncVerdict.NOTICEABLE, SyncVerdict.of(126));
    assertEquals(SyncVerdict.NOTICEABLE, SyncVerdict.of(-90));
    assertEquals(SyncVerdict.OUT_OF_SYNC, SyncVerdict.of(-91));
    assertEquals(SyncVerdict.OUT_OF_SYNC, SyncVerdict.of(186));
  }
}
