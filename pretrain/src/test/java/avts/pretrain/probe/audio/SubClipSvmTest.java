package avts.pretrain.probe.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubClipSvmTest {
  private static final int CLASSES = 3;
  private static final int RECORDINGS = 36;
  private static final int CLIPS = 4;
  private static final SubClipSvm SVM = new SubClipSvm(List.of(0.01, 1.0), 3, new Seeds(1));

  /** Recordings of three classes in turn, four sub-clips each; two recordings share a source. */
  private static SubClipSvm.Task task() {
    return new SubClipSvm.Task(
        IntStream.range(0, RECORDINGS).map(i -> i % CLASSES).toArray(),
        IntStream.range(0, RECORDINGS)
            .mapToObj(i -> "source-" + i % CLASSES + "-" + i / 6)
            .toList(),
        CLASSES,
        IntStream.range(0, RECORDINGS * CLIPS).map(clip -> clip / CLIPS).toArray());
  }

  /** Five values, of which the class raises one by {@code height} amid noise of deviation 1. */
  private static float[][] features(double height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] rows = new float[RECORDINGS * CLIPS][5];
    for (int clip = 0; clip < rows.length; clip++) {
      for (int i = 0; i < 5; i++) {
        boolean own = i == clip / CLIPS % CLASSES;
        rows[clip][i] = (float) (random.nextGaussian() + (own ? height : 0));
      }
    }
    return rows;
  }

  private static final List<Integer> TRAIN = IntStream.range(0, 24).boxed().toList();
  private static final List<Integer> TEST = IntStream.range(24, RECORDINGS).boxed().toList();

  private static double accuracy(SubClipSvm.Result result) {
    return IntStream.range(0, TEST.size())
            .filter(i -> result.predicted()[i] == TEST.get(i) % CLASSES)
            .count()
        / (double) TEST.size();
  }

  @Test
  void telltaleFeaturesAreChosenOverNoise() {
    List<Blocks> candidates = List.of(Blocks.of(features(0, 1)), Blocks.of(features(3, 2)));
    SubClipSvm.Result result = SVM.run(task(), candidates, TRAIN, TEST);
    assertEquals(1, result.choice().features());
    assertEquals(1, result.choice().accuracy(), 0.05);
    assertEquals(1, accuracy(result), 0.1);
  }

  /** Single sub-clips are hard to tell; the mean of four is easier. */
  @Test
  void scoresAreAveragedOverARecording() {
    Blocks weak = Blocks.of(features(1.3, 3));
    double recordings = accuracy(SVM.run(task(), List.of(weak), TRAIN, TEST));
    SubClipSvm.Task single =
        new SubClipSvm.Task(
            IntStream.range(0, RECORDINGS * CLIPS).map(i -> i / CLIPS % CLASSES).toArray(),
            IntStream.range(0, RECORDINGS * CLIPS).mapToObj(i -> "s" + i).toList(),
            CLASSES,
            IntStream.range(0, RECORDINGS * CLIPS).toArray());
    List<Integer> train = IntStream.range(0, 24 * CLIPS).boxed().toList();
    List<Integer> test = IntStream.range(24 * CLIPS, RECORDINGS * CLIPS).boxed().toList();
    int[] predicted = SVM.run(single, List.of(weak), train, test).predicted();
    double clips =
        IntStream.range(0, predicted.length)
                .filter(i -> predicted[i] == test.get(i) / CLIPS % CLASSES)
                .count()
            / (double) predicted.length;
    assertTrue(recordings > clips + 0.05, recordings + " and " + clips);
  }

  /** Whatever the tested recordings are, the choice stays. */
  @Test
  void theChoiceDoesNotSeeTheTest() {
    float[][] rows = features(1, 4);
    SubClipSvm.Choice choice = SVM.run(task(), List.of(Blocks.of(rows)), TRAIN, TEST).choice();
    for (int clip = 24 * CLIPS; clip < rows.length; clip++) {
      Arrays.fill(rows[clip], 1e6f * clip);
    }
    int[] labels = task().labels().clone();
    for (int i : TEST) {
      labels[i] = 0;
    }
    SubClipSvm.Task changed =
        new SubClipSvm.Task(labels, task().groups(), CLASSES, task().owners());
    assertEquals(choice, SVM.run(changed, List.of(Blocks.of(rows)), TRAIN, TEST).choice());
  }

  @Test
  void theSameDataGiveTheSameMachines() {
    Blocks weak = Blocks.of(features(0.7, 5));
    int[] first = SVM.run(task(), List.of(weak), TRAIN, TEST).predicted();
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(first, SVM.run(task(), List.of(weak), TRAIN, TEST).predicted());
    }
  }

  /** Two points on a line: the boundary lies midway, and scores of the classes are opposite. */
  @Test
  void theBoundaryOfTwoPointsLiesMidway() {
    OneVsAllSvm svm =
        OneVsAllSvm.train(
            new OneVsAllSvm.Rows(new double[][] {{1}, {5}}), new int[] {1, 0}, 2, 1e4);
    double[] middle = svm.scores(new double[] {3});
    assertEquals(0, middle[0], 0.02);
    assertEquals(0, middle[1], 0.02);
    assertEquals(1, svm.scores(new double[] {5})[0], 0.02);
    assertEquals(1, svm.scores(new double[] {1})[1], 0.02);
    assertThrows(IllegalArgumentException.class, () -> svm.scores(new double[2]));
  }

  /** Each block has length 1 on average over the training rows, however many values it has. */
  @Test
  void blocksWeighAlike() {
    float[][] one = {{1, 9}, {3, 9}, {5, 9}, {100, 100}};
    float[][] other = {{0, 2, 4, 1}, {1, 0, 2, 5}, {2, 1, 0, 0}, {0, 0, 0, 0}};
    Blocks.Scaling scaling = Blocks.of(one).with(Blocks.of(other)).scaling(new int[] {0, 1, 2});
    // 1, 3, 5: mean 3, deviation sqrt(8 / 3); divided by sqrt(2) for two values.
    assertEquals(-2 / Math.sqrt(8.0 / 3) / Math.sqrt(2), scaling.row(0)[0], 1e-6);
    assertEquals(0, scaling.row(3)[1], "what never varied in training counts for nothing");
    double squares = 0;
    for (int row = 0; row < 3; row++) {
      squares += Arrays.stream(scaling.row(row), 2, 6).map(v -> v * v).sum() / 3;
    }
    assertEquals(1, squares, 1e-6);
  }
}
