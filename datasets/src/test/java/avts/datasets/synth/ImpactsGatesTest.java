package avts.datasets.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.pair.PairKind;
import avts.datasets.random.Seeds;
import avts.datasets.synth.LogisticRegression.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The gates on the generator: pairs are decidable by who understands the videos, and by nobody
 * else.
 */
final class ImpactsGatesTest {
  private static final int VIDEOS = 60;
  private static final int SECOND = Observed.RATE;
  private static final int LAST_START = 3 * SECOND;
  private static final long MICROS = 1_000_000;

  private static final List<ImpactsVideo> ORDINARY = draw(ImpactsConfig.standard(VIDEOS, 11));
  private static final List<ImpactsVideo> HELD_OUT =
      draw(ImpactsConfig.standard(VIDEOS, 12).asHeldOut());
  private static final List<Observed> SEEN = ORDINARY.parallelStream().map(Observed::of).toList();

  private static List<ImpactsVideo> draw(ImpactsConfig config) {
    return IntStream.range(0, config.videos()).mapToObj(i -> ImpactsVideo.draw(config, i)).toList();
  }

  private static List<Truth> truths(List<ImpactsVideo> videos) {
    return videos.stream()
        .map(v -> v.truth(Cell.SAME_SAME, v.track(Cell.SAME_SAME), "file", null))
        .toList();
  }

  @Test
  void idealObserverDecidesEveryPairClass() {
    for (List<Truth> videos : List.of(truths(ORDINARY), truths(HELD_OUT))) {
      for (PairKind kind : List.of(PairKind.EASY, PairKind.HARD, PairKind.SUPER_HARD)) {
        double accuracy = idealAccuracy(videos, kind);
        report("ideal observer, " + kind, accuracy);
        assertTrue(accuracy >= 0.98, kind + ": " + accuracy);
      }
    }
  }

  /** Half of the pairs are aligned, half of {@code kind}; starts lie on the frame grid. */
  private static double idealAccuracy(List<Truth> videos, PairKind kind) {
    RandomGenerator random = random(kind.name().length());
    int right = 0;
    int pairs = 4000;
    for (int pair = 0; pair < pairs; pair++) {
      int file = random.nextInt(videos.size());
      long video = random.nextInt(LAST_START + 1) * MICROS / SECOND;
      boolean aligned = pair % 2 == 0;
      int otherFile = file;
      long audio = video;
      if (!aligned && kind == PairKind.EASY) {
        otherFile = (file + 1 + random.nextInt(videos.size() - 1)) % videos.size();
        audio = random.nextInt(LAST_START + 1) * MICROS / SECOND;
      }
      while (!aligned && kind != PairKind.EASY && !isShift(kind, audio - video)) {
        audio = random.nextLong(3 * MICROS);
      }
      boolean decided = belong(videos.get(file), video, videos.get(otherFile), audio);
      right += decided == aligned ? 1 : 0;
    }
    return (double) right / pairs;
  }

  private static boolean isShift(PairKind kind, long shift) {
    long size = Math.abs(shift);
    return kind == PairKind.HARD ? size >= MICROS + MICROS / 2 : size >= 120_000 && size < MICROS;
  }

  /** Looks at times alone, to 20 ms (half a frame): never at which object it is. */
  private static boolean belong(Truth seen, long video, Truth heard, long audio) {
    long tolerance = 20_000;
    List<Long> impacts = seen.impacts().stream().map(i -> i.micros() - video).toList();
    List<Long> onsets = heard.onsetsMicros().stream().map(o -> o - audio).toList();
    return covered(impacts, onsets, tolerance) && covered(onsets, impacts, tolerance);
  }

  /** Whether every moment well inside the second has a partner. */
  private static boolean covered(List<Long> moments, List<Long> partners, long tolerance) {
    return moments.stream()
        .filter(m -> m >= tolerance && m < MICROS - tolerance)
        .allMatch(m -> partners.stream().anyMatch(p -> Math.abs(p - m) <= tolerance));
  }

  @Test
  void motionOfThePictureAsAWholeTellsLittle() {
    for (int lag = 0; lag <= 2; lag++) {
      for (boolean rise : new boolean[] {false, true}) {
        List<Double> aligned = new ArrayList<>();
        List<Double> shifted = new ArrayList<>();
        double choice = compare(lag, rise, aligned, shifted);
        double threshold = bestThreshold(aligned, shifted);
        String rule = "envelope against frame difference, lag " + lag + (rise ? ", rise" : "");
        report(rule + ": threshold", threshold);
        report(rule + ": choice of two", choice);
        assertTrue(threshold <= 0.75 && choice <= 0.75, rule + ": " + threshold + " " + choice);
      }
    }
  }

  private static double compare(int lag, boolean rise, List<Double> aligned, List<Double> shifted) {
    RandomGenerator random = random(77);
    int right = 0;
    int pairs = 3000;
    for (int pair = 0; pair < pairs; pair++) {
      Observed seen = SEEN.get(random.nextInt(VIDEOS));
      int[] starts = hardStarts(random);
      double with = seen.agreement(starts[0], starts[0], lag, rise);
      double against = seen.agreement(starts[0], starts[1], lag, rise);
      aligned.add(with);
      shifted.add(against);
      right += with > against ? 1 : 0;
    }
    return (double) right / pairs;
  }

  /** Two starts at least 1.5 s apart, with room for the lag. */
  private static int[] hardStarts(RandomGenerator random) {
    int first = 0;
    int second = 0;
    while (Math.abs(first - second) < 38) {
      first = 1 + random.nextInt(LAST_START - 3);
      second = 1 + random.nextInt(LAST_START - 3);
    }
    return new int[] {first, second};
  }

  /** The best that any threshold does on these very pairs: no rule with a threshold does better. */
  private static double bestThreshold(List<Double> aligned, List<Double> shifted) {
    double[] high = aligned.stream().mapToDouble(v -> v).sorted().toArray();
    double[] low = shifted.stream().mapToDouble(v -> v).sorted().toArray();
    int best = 0;
    int below = 0;
    for (int i = 0; i < high.length; i++) {
      while (below < low.length && low[below] < high[i]) {
        below++;
      }
      best = Math.max(best, below + high.length - i);
    }
    return (double) best / (high.length + low.length);
  }

  @Test
  void pictureOrSoundAloneTellsNothing() {
    RandomGenerator random = random(5);
    List<List<Example>> video = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<Example>> audio = List.of(new ArrayList<>(), new ArrayList<>());
    for (int pair = 0; pair < 1200; pair++) {
      int file = random.nextInt(VIDEOS);
      Observed seen = SEEN.get(file);
      int[] starts = hardStarts(random);
      for (int window = 0; window < 2; window++) {
        for (boolean aligned : new boolean[] {true, false}) {
          int sound = starts[aligned ? window : 1 - window];
          video.get(file % 2).add(new Example(seen.videoFeatures(starts[window]), aligned));
          audio.get(file % 2).add(new Example(seen.audioFeatures(sound), aligned));
        }
      }
    }
    assertChance("video alone", video, 0.03);
    assertChance("audio alone", audio, 0.03);
  }

  @Test
  void nothingTrendsOverTheFile() {
    List<List<Example>> examples = List.of(new ArrayList<>(), new ArrayList<>());
    for (int file = 0; file < VIDEOS; file++) {
      for (boolean first : new boolean[] {true, false}) {
        int start = first ? 0 : LAST_START;
        double[] video = SEEN.get(file).videoFeatures(start);
        double[] audio = SEEN.get(file).audioFeatures(start);
        double[] both = Arrays.copyOf(video, video.length + audio.length);
        System.arraycopy(audio, 0, both, video.length, audio.length);
        examples.get(file % 2).add(new Example(both, first));
      }
    }
    // 120 windows of 60 files: three standard errors are 0.14.
    assertChance("first against last second", examples, 0.14);
  }

  private static void assertChance(String control, List<List<Example>> halves, double interval) {
    double accuracy =
        0.5
            * (LogisticRegression.train(halves.get(0)).accuracy(halves.get(1))
                + LogisticRegression.train(halves.get(1)).accuracy(halves.get(0)));
    report("blind control, " + control, accuracy);
    assertEquals(0.5, accuracy, interval, control);
  }

  /**
   * Who sees the frames of a second in any order can still count its impacts. Even told the exact
   * counts, a rule on whether they agree must stay well below what a network should reach.
   */
  @Test
  void countOfImpactsAloneDecidesLittle() {
    RandomGenerator random = random(9);
    int differ = 0;
    int pairs = 3000;
    for (int pair = 0; pair < pairs; pair++) {
      ImpactsVideo video = ORDINARY.get(random.nextInt(VIDEOS));
      int[] starts = hardStarts(random);
      differ += count(video, starts[0]) != count(video, starts[1]) ? 1 : 0;
    }
    double accuracy = 0.5 + 0.5 * differ / pairs;
    report("count of impacts", accuracy);
    assertTrue(accuracy <= 0.75, "count of impacts: " + accuracy);
  }

  private static long count(ImpactsVideo video, int start) {
    long from = start * MICROS / SECOND;
    return video.visibleImpacts().stream()
        .filter(impact -> impact.micros() >= from && impact.micros() < from + MICROS)
        .count();
  }

  @Test
  void impactsAreAsOftenAsPromised() {
    for (ImpactsVideo video : ORDINARY) {
      int impacts = video.visibleImpacts().size();
      assertTrue(impacts >= 5 && impacts <= 14, video.index() + ": " + impacts);
    }
  }

  private static RandomGenerator random(int index) {
    return new Seeds(3).generator(Seeds.Purpose.BOOTSTRAP, 0, index);
  }

  /** Figures go to the test's report, for who wants to see how near the gates are. */
  private static void report(String figure, double value) {
    LoggerFactory.getLogger(ImpactsGatesTest.class)
        .info("{} {}", figure, String.format(Locale.ROOT, "%.3f", value));
  }
}
