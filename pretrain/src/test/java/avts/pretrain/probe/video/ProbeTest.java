package avts.pretrain.probe.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.batch.LabelledFile;
import avts.datasets.label.LabelledVideo;
import avts.datasets.label.LabelledVideo.Part;
import avts.datasets.random.Seeds;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.probe.video.LabelledData.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static Item item(int number, int label, String group) {
    return new Item(
        new LabelledVideo("v" + number + ".avi", "class" + label, group, Part.TRAIN),
        new LabelledFile(number, label, 0, 75));
  }

  /** Two classes of ten groups of two videos. */
  private static List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      items.add(item(i, i % 2, "g" + i % 20));
    }
    return items;
  }

  @Test
  void groupsAreNeverDividedBetweenTrainingAndValidation() {
    for (double share : new double[] {1, 0.5, 0.01}) {
      LabelShare labels = LabelShare.draw(items(), share, 0.25, new Seeds(3));
      Set<String> training = groups(labels.training());
      Set<String> validation = groups(labels.validation());
      assertTrue(training.stream().noneMatch(validation::contains));
      int known = (int) Math.max(2, Math.round(share * 10));
      assertEquals(2 * known, training.size() + validation.size());
      assertEquals(2 * Math.max(1, Math.round(0.25 * known)), validation.size());
      assertEquals(2, labels.validation().stream().map(i -> i.file().label()).distinct().count());
    }
    assertEquals(
        LabelShare.draw(items(), 0.5, 0.25, new Seeds(3)),
        LabelShare.draw(items(), 0.5, 0.25, new Seeds(3)));
  }

  private static Set<String> groups(List<Item> items) {
    Set<String> groups = new HashSet<>();
    items.forEach(item -> groups.add(item.video().group()));
    return groups;
  }

  /** Videos of the two classes lie around two directions; with noise, or without a difference. */
  private static Features features(List<Item> items, double difference) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[items.size() * 3 * 4];
    for (int row = 0; row < items.size() * 3; row++) {
      for (int k = 0; k < 4; k++) {
        double own = k == items.get(row / 3).file().label() ? difference : 0;
        values[row * 4 + k] = (float) (own + 0.3 * random.nextGaussian());
      }
    }
    return Features.of(items, values, 3);
  }

  @Test
  void bothFrozenProbesFindWhatIsThereAndNothingElse() throws Exception {
    List<Item> items = items();
    List<Item> test = new ArrayList<>();
    for (int i = 40; i < 80; i++) {
      test.add(item(i, i % 2, "t" + i));
    }
    List<Item> all = new ArrayList<>(items);
    all.addAll(test);
    LabelShare labels = LabelShare.draw(items, 1, 0.25, new Seeds(1));
    List<FrozenProbe> probes =
        List.of(
            new NeighbourProbe(new VideoProbeConfig.Knn(List.of(1, 5), 0.1), 2),
            new LinearProbe(new VideoProbeConfig.Linear(List.of(0.01, 0.1), 0.9, 20, 16), 2));
    for (FrozenProbe probe : probes) {
      assertEquals(2, probe.tried());
      FrozenProbe.Outcome told = probe.run(features(all, 1), labels, test, 1);
      assertEquals(40, told.predictions().size());
      assertTrue(right(told) > 0.9, probe + ": " + right(told));
      assertEquals(told, probe.run(features(all, 1), labels, test, 1), "the same seed again");
      double blind = right(probe.run(features(all, 0), labels, test, 1));
      assertTrue(blind < 0.8, probe + ": " + blind);
    }
  }

  private static double right(FrozenProbe.Outcome outcome) {
    return outcome.predictions().stream().mapToDouble(Prediction::right).average().orElseThrow();
  }

  @Test
  void nearestNeighboursByHand() {
    List<Item> known = List.of(item(0, 0, "a"), item(1, 1, "b"), item(2, 1, "c"));
    List<Item> asked = List.of(item(3, 0, "d"));
    List<Item> all = new ArrayList<>(known);
    all.addAll(asked);
    // Similarities with the query (1, 0): 1, 0.8, 0.8.
    Features features = Features.of(all, new float[] {5, 0, 4, 3, 8, -6, 1, 0}, 1);
    NeighbourProbe sharp = new NeighbourProbe(new VideoProbeConfig.Knn(List.of(3), 0.1), 2);
    // exp(10) against 2 exp(8): the nearest wins; at temperature 1 the two others do.
    assertEquals(0, sharp.vote(features, known, asked, 3).get(0).predicted());
    NeighbourProbe flat = new NeighbourProbe(new VideoProbeConfig.Knn(List.of(3), 1), 2);
    assertEquals(1, flat.vote(features, known, asked, 3).get(0).predicted());
    assertEquals(0, flat.vote(features, known, asked, 1).get(0).predicted());
  }

  @Test
  void probabilitiesOfClipsAreAveraged() {
    // Clip 1: (0.9, 0.1), clip 2: (0.2, 0.8): mean (0.55, 0.45).
    float[] logits = {
      (float) Math.log(0.9), (float) Math.log(0.1), (float) Math.log(0.2), (float) Math.log(0.8)
    };
    ClassScores scores = ClassScores.of(logits, 1, 2, 2);
    assertEquals(0.55, scores.probabilities()[0][0], 1e-6);
    assertEquals(Math.log(0.45), scores.logLikelihood(List.of(item(0, 1, "a"))), 1e-6);
    assertEquals(0, scores.accuracy(List.of(item(0, 1, "a"))));
  }

  @Test
  void thePairedTestSeesADifferenceAndNoneWhereThereIsNone() {
    List<String> groups = new ArrayList<>();
    double[] better = new double[40];
    double[] mixed = new double[40];
    for (int i = 0; i < 40; i++) {
      groups.add("g" + i / 2);
      better[i] = i % 4 == 0 ? 1 : 0;
      mixed[i] = i % 4 == 0 ? 1 : i % 4 == 2 ? -1 : 0;
    }
    // 10 of 20 groups differ, all one way: p = 2 / 2^10.
    double p = ProbeFigures.Gain.signFlip(groups, better, new SplittableRandom(1));
    assertEquals(2.0 / 1024, p, 1.5e-3);
    assertEquals(1, ProbeFigures.Gain.signFlip(groups, mixed, new SplittableRandom(1)), 0.01);
  }

  @Test
  void aRowCountsSeedsGroupsAndConfusions() {
    List<Prediction> first =
        List.of(new Prediction("a", "g1", 0, 0), new Prediction("b", "g2", 1, 0));
    List<Prediction> second =
        List.of(new Prediction("a", "g1", 0, 0), new Prediction("b", "g2", 1, 1));
    ProbeFigures.Cell cell =
        new ProbeFigures.Cell(
            EncoderStart.SCRATCH,
            1,
            List.of(new FrozenProbe.Outcome("", first), new FrozenProbe.Outcome("", second)));
    ProbeFigures.Row row = ProbeFigures.Row.of(cell, 7, 2, new Bootstrap(200, 0.95), new Seeds(1));
    assertEquals(0.75, row.top1().value());
    assertEquals(List.of(0.5, 1.0), row.seeds());
    assertEquals(List.of(List.of(2, 0), List.of(1, 1)), row.confusion());
    assertEquals(0.5, row.top1().low());
  }
}
