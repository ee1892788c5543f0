package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.pair.FixedPairs;
import avts.datasets.pair.FixedPairs.Row;
import avts.datasets.pair.FixedPairs.Swap;
import avts.datasets.pair.FixedPairsConfig;
import avts.datasets.random.Seeds;
import avts.pretrain.eval.TwoWayFigures.Choice;
import avts.pretrain.eval.metric.Bootstrap;
import avts.pretrain.eval.metric.Interval;
import avts.pretrain.testing.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two-way choices and blind controls. */
class ChoiceFiguresTest {
  private static final EvaluationConfig CONFIG =
      new EvaluationConfig(
          new FixedPairsConfig(1, 3, 2, 4), List.of(Row.HARD), List.of(80), 5, 300, 0.95, 5);

  private static List<Choice> choices(int count, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Few values, so that there are ties.
      choices.add(new Choice("g" + i % 7, random.nextInt(6), random.nextInt(4)));
    }
    return choices;
  }

  private static TwoWayFigures figures(List<Choice> choices) {
    return TwoWayFigures.of("80 ms", choices, new Bootstrap(200, 0.9), new SplittableRandom(1));
  }

  @Test
  void choicesTheOtherWayRoundAddUpToOne() {
    List<Choice> choices = choices(50, 1);
    List<Choice> turned =
        choices.stream()
            .map(c -> new Choice(c.group(), /* aligned= */ c.shifted(), /* shifted= */ c.aligned()))
            .toList();
    TwoWayFigures figures = figures(choices);
    TwoWayFigures other = figures(turned);
    assertEquals(1, figures.right().value() + other.right().value(), 1e-12);
    assertEquals(1, figures.right().low() + other.right().high(), 1e-12);
    assertEquals(7, figures.groups());
    assertEquals(50, figures.choices());
  }

  @Test
  void onlyTheOrderOfTwoScoresCounts() {
    List<Choice> choices = choices(50, 2);
    List<Choice> other =
        choices.stream()
            .map(c -> new Choice(c.group(), Math.exp(c.aligned()), Math.exp(c.shifted())))
            .toList();
    assertEquals(figures(choices), figures(other));
  }

  @Test
  void theIntervalIsThatOfWholeGroupsResampled() {
    List<Choice> choices = choices(50, 3);
    RandomGenerator random = new SplittableRandom(1);
    double[] shares = new double[200];
    List<String> names = choices.stream().map(Choice::group).distinct().toList();
    for (int draw = 0; draw < shares.length; draw++) {
      double sum = 0;
      double count = 0;
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(random.nextInt(names.size()));
        for (Choice choice : choices) {
          if (choice.group().equals(name)) {
            sum += choice.aligned() > choice.shifted() ? 1 : 0;
            sum += choice.aligned() == choice.shifted() ? 0.5 : 0;
            count++;
          }
        }
      }
      shares[draw] = sum / count;
    }
    Arrays.sort(shares);
    // 199 steps between 200 draws: 5 % lies at 9.95 of them.
    Interval right = figures(choices).right();
    assertEquals(0.05 * shares[9] + 0.95 * shares[10], right.low(), 1e-9);
    assertEquals(0.95 * shares[189] + 0.05 * shares[190], right.high(), 1e-9);
  }

  @Test
  void noChoiceIsRefused() {
    Refusals.assertRefused(IllegalArgumentException.class, "no items", () -> figures(List.of()));
  }

  @Test
  void aControlPassesWhereItsIntervalHoldsChance() {
    BlindFigures passed = new BlindFigures("hard", "audio", new Interval(0.6, 0.5, 0.7));
    BlindFigures better = new BlindFigures("hard", "video", new Interval(0.6, 0.51, 0.7));
    BlindFigures worse = new BlindFigures("easy", "video", new Interval(0.4, 0.3, 0.49));
    assertTrue(passed.passed());
    assertFalse(better.passed());
    assertFalse(worse.passed(), "worse than chance is a trace of the drawing, too");
    List<String> lines = BlindFigures.table(List.of(passed, better)).lines();
    assertTrue(
        lines.get(1).contains("audio only") && lines.get(1).contains("60.0 %"), lines.get(1));
    assertTrue(lines.get(1).endsWith("chance, as it must be"), lines.get(1));
    assertTrue(lines.get(2).endsWith("NOT CHANCE: pair set refused"), lines.get(2));
  }

  @Test
  void everyHalfServesOnBothSidesSoControlsStayExactlyAtChance() throws Exception {
    EvaluationSet set = new SignalFiles(8, 4).set(6);
    List<BlindFigures> figures =
        new BlindFigures.Measure(CONFIG, new Seeds(2)).of(set, scorer(set));
    assertEquals(
        List.of(
            "easy audio",
            "easy video",
            "hard audio",
            "hard video",
            "super-hard audio",
            "super-hard video"),
        figures.stream().map(row -> row.row() + " " + row.half()).toList());
    for (BlindFigures row : figures) {
      assertEquals(new Interval(0.5, 0.5, 0.5), row.accuracy(), row.toString());
    }
  }

  @Test
  void classesWithFewerGroupsThanFoldsAreLeftOut() throws Exception {
    EvaluationSet set = new SignalFiles(4, 4).set(6);
    assertEquals(List.of(), new BlindFigures.Measure(CONFIG, new Seeds(2)).of(set, scorer(set)));
  }

  @Test
  void undecidablePairsAreNotControlled() throws Exception {
    EvaluationSet set = new SignalFiles(8, 4).set(6);
    List<Swap> swaps =
        set.pairs().swaps().stream()
            .map(s -> s.row() == Row.HARD ? new Swap(Row.UNDECIDABLE, s.first(), s.second()) : s)
            .toList();
    EvaluationSet renamed =
        new EvaluationSet(
            set.source(),
            set.entries(),
            set.sampler(),
            new FixedPairs(set.pairs().header(), swaps, set.pairs().offsetWindows()));
    assertEquals(
        List.of("easy", "super-hard"),
        new BlindFigures.Measure(CONFIG, new Seeds(2))
            .of(renamed, scorer(renamed)).stream().map(BlindFigures::row).distinct().toList());
  }

  private static PairScorer scorer(EvaluationSet set) throws Exception {
    Set<Window> windows = new LinkedHashSet<>();
    for (Swap swap : set.pairs().swaps()) {
      windows.add(swap.first());
      windows.add(swap.second());
    }
    Embedder embedder = SignalFiles.embedder(false);
    return new PairScorer(
        embedder,
        ClipEmbeddings.video(embedder, set.source(), windows),
        ClipEmbeddings.audio(embedder, set.source(), windows));
  }
}
