package avts.transfer.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.pretrain.config.ConfigReader;
import avts.transfer.mapping.MappingConfig.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MappingFitterTest {
  private static final Path CONFIG = Path.of("../configs/mappings.yaml");

  private static MappingConfig config(String... overrides) {
    return ConfigReader.read(CONFIG, List.of(overrides), MappingConfig.class).value();
  }

  private static ParallelRows noisy(int rows) {
    Matrix source = Samples.gaussian(rows, 10, 1);
    return ParallelRows.of(source, Samples.dependent(source, 20, 4, 2));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindIsFittedFromTheFile(Kind kind) {
    ParallelRows rows = noisy(120);
    MappingConfig config = config().withKind(kind);
    MappingFitter fitter = new MappingFitter(config, 2);
    Matrix asked = Samples.gaussian(200, 10, 5);
    Matrix mapped = fitter.fit(rows, 3).map(asked);
    RowScores scores =
        RowScores.of(
            mapped, Samples.dependent(asked, 20, 0, 2), CentredRows.of(rows.target()).mean());
    double error =
        IntStream.range(0, 200).mapToDouble(i -> scores.error()[i]).sum()
            / IntStream.range(0, 200).mapToDouble(i -> scores.baseline()[i]).sum();
    assertTrue(error < 0.75, kind + " leaves " + error);
    assertArrayEquals(mapped.values(), fitter.fit(rows, 3).map(asked).values(), kind.name());
    assertEquals(config.candidates().size(), fitter.choose(rows, 3).tried().size());
  }

  @Test
  void aPenaltyIsChosenThatSuitsTheNoise() {
    MappingConfig config =
        config("kind=ridge", "search.lambda=[1e-4, 0.3, 1e4]", "standardise=false");
    MappingChoice choice = new MappingFitter(config, 1).choose(noisy(40), 1);
    assertEquals(0.3, choice.config().ridge().lambda());
    assertEquals("ridge, lambda 0.3", choice.tried().get(1).settings());
    // The mean is all that a huge penalty leaves.
    assertEquals(1, choice.tried().get(2).score(), 0.01);
    assertTrue(choice.tried().get(1).score() < choice.tried().get(0).score());
    MappingConfig byCosine =
        config("kind=ridge", "search.lambda=[1e-4, 0.3, 1e4]", "search.criterion=cosine");
    MappingChoice cosine = new MappingFitter(byCosine, 1).choose(noisy(40), 1);
    assertTrue(cosine.tried().get(1).score() > cosine.tried().get(0).score());
  }

  /** A slow reference: fold by fold, candidate by candidate, from the definition. */
  @Test
  void scoresAreThoseOfPlainCrossValidation() {
    // Two groups and two folds: the split is known without the generator.
    int[] groups = IntStream.range(0, 60).map(row -> row % 3 == 0 ? 7 : 8).toArray();
    ParallelRows rows = noisy(60).grouped(groups);
    MappingConfig config =
        config("kind=ridge", "search.folds=2", "search.lambda=[0.1, 10.0]", "standardise=false");
    MappingChoice choice = new MappingFitter(config, 1).choose(rows, 1);
    double error = 0;
    double baseline = 0;
    for (int group : new int[] {7, 8}) {
      int[] inside = IntStream.range(0, 60).filter(row -> groups[row] == group).toArray();
      int[] outside = IntStream.range(0, 60).filter(row -> groups[row] != group).toArray();
      ParallelRows fitted = rows.select(outside);
      ParallelRows held = rows.select(inside);
      Matrix mapped = RidgeMapping.fit(fitted, new RidgeConfig(0.1)).map(held.source());
      for (int i = 0; i < mapped.values().length; i++) {
        int column = i % 20;
        double mean =
            IntStream.range(0, fitted.rows())
                .mapToDouble(row -> fitted.target().values()[row * 20 + column])
                .average()
                .orElseThrow();
        double truth = held.target().values()[i];
        error += Math.pow(mapped.values()[i] - truth, 2);
        baseline += Math.pow(mean - truth, 2);
      }
    }
    assertEquals(error / baseline, choice.tried().get(0).score(), 1e-9);
  }

  /** Twins in one group must not answer for each other. */
  @Test
  void groupsStayTogether() {
    int[] twice = IntStream.range(0, 120).map(row -> row / 2).toArray();
    ParallelRows twins = noisy(60).select(twice);
    MappingConfig config = config("search.k=[1, 20]", "knn.weighting=uniform", "standardise=false");
    MappingFitter fitter = new MappingFitter(config, 1);
    assertEquals(1, fitter.choose(twins, 1).config().knn().k());
    assertEquals(20, fitter.choose(twins.grouped(twice), 1).config().knn().k());
  }

  @Test
  void theSeedDecidesTheFolds() {
    MappingFitter fitter = new MappingFitter(config("kind=ridge"), 1);
    ParallelRows rows = noisy(50);
    assertEquals(fitter.choose(rows, 1), fitter.choose(rows, 1));
    assertNotEquals(fitter.choose(rows, 1).tried(), fitter.choose(rows, 2).tried());
  }

  @Test
  void withoutSearchTheSettingsStand() {
    MappingConfig config = config("search=null", "knn.k=7");
    MappingChoice choice = new MappingFitter(config, 1).choose(noisy(50), 1);
    assertEquals(config, choice.config());
    assertEquals(List.of(), choice.tried());
    assertEquals("knn, k 7, euclidean, uniform, standardised", choice.config().describe());
  }

  @Test
  void candidatesAreTheCombinationsOfTheKindInUse() {
    MappingConfig config =
        config(
            "search.k=[1, 2]",
            "search.temperature=[0.1, 0.2, 0.3]",
            "search.kappa=[1.0, 2.0]",
            "search.dimensions=[3]",
            "search.c=[1.0, 2.0]",
            "search.epsilon=[]",
            "search.gamma=[1.0, 2.0]");
    assertEquals(2, config.candidates().size()); // the temperature belongs to softmax alone
    assertEquals(4, config.withKind(Kind.NCCA).candidates().size());
    assertEquals(4, config.withKind(Kind.SVR).candidates().size());
    assertEquals(
        6,
        config("search.k=[1, 2]", "search.temperature=[0.1, 0.2, 0.3]", "knn.weighting=softmax")
            .candidates()
            .size());
    assertEquals(
        2,
        config(
                "kind=ncca",
                "ncca.back=regression",
                "search.kappa=[0.1, 0.2]",
                "search.dimensions=[4]")
            .candidates()
            .size());
  }

  @Test
  void wrongSearchesAreRefused() {
    KnnMappingTest.refused(
        "5 folds need as many groups, but the parallel rows come from 2",
        () ->
            new MappingFitter(config(), 1)
                .fit(noisy(40).grouped(IntStream.range(0, 40).map(row -> row % 2).toArray()), 1));
    KnnMappingTest.refused(
        "20 neighbours need as many parallel rows, got 16",
        () -> new MappingFitter(config(), 1).fit(noisy(20), 1));
    KnnMappingTest.refused("threads", () -> new MappingFitter(config(), 0));
  }
}
