package avts.transfer.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.take.Take;
import avts.pretrain.config.ConfigException;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.run.DataRefusedException;
import avts.transfer.curve.Rotation.Fold;
import avts.transfer.curve.Rotation.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RotationTest {
  private static final Path CONFIG = Path.of("..", "configs", "letters-curve.yaml");

  static CurveConfig config(String... overrides) {
    return ConfigReader.read(CONFIG, List.of(overrides), CurveConfig.class).value();
  }

  /** Two labels by two speakers, take after take of each repetition mixed. */
  static List<Take> takes(int repetitions) {
    List<Take> takes = new ArrayList<>();
    for (String label : List.of("A", "B")) {
      for (int repetition = 1; repetition <= repetitions; repetition++) {
        for (String speaker : List.of("Ann", "Bob")) {
          takes.add(new Take(label + repetition + "_" + speaker, label, speaker, repetition));
        }
      }
    }
    return takes;
  }

  /** Models by the repetitions that each has been pretrained on. */
  private static Models models(boolean allowSeen, List<Set<Integer>> pretrained) {
    return new Models(
        IntStream.range(0, pretrained.size()).mapToObj(i -> "model" + i).toList(),
        (model, asked) ->
            (int)
                asked.stream()
                    .filter(take -> pretrained.get(model).contains(take.repetition()))
                    .count(),
        allowSeen);
  }

  private static String refusal(CurveConfig config, int repetitions, Models models) {
    return String.valueOf(
        assertThrows(
                DataRefusedException.class, () -> Rotation.of(takes(repetitions), config, models))
            .getMessage());
  }

  @Test
  void everyTakeIsAskedOnceOfTheModelThatHasNotSeenIt() throws IOException, MediaException {
    List<Set<Integer>> pretrained = List.of(Set.of(1, 2), Set.of(2, 3), Set.of(1, 3));
    Rotation rotation = Rotation.of(takes(3), config(), models(false, pretrained));
    assertEquals(List.of(1, 2, 0), rotation.folds().stream().map(Fold::model).toList());
    assertEquals(
        IntStream.range(0, 12).boxed().toList(), rotation.asked().stream().sorted().toList());
    for (Fold fold : rotation.folds()) {
      assertEquals(0, fold.seen());
      for (int take : fold.test()) {
        assertTrue(
            !pretrained.get(fold.model()).contains(takes(3).get(take).repetition()),
            "a take that the model was pretrained on");
      }
      List<Integer> all = new ArrayList<>(fold.test());
      all.addAll(rotation.known(fold, 1));
      all.addAll(rotation.unlabelled(fold, 1));
      assertEquals(IntStream.range(0, 12).boxed().toList(), all.stream().sorted().toList());
    }
  }

  @Test
  void labelledRepetitionsFollowTheTestedOneRoundAndRound() throws IOException, MediaException {
    Rotation rotation =
        Rotation.of(
            takes(4),
            config("test_repetitions=[3]", "labelled_repetitions=[2]"),
            models(false, List.of(Set.of())));
    assertEquals(List.of(2, 3), rotation.sizes(), "two, and all but the tested one");
    Fold fold = rotation.folds().get(0);
    // Repetitions 4 and 1; takes lie label by label, four repetitions of two speakers each.
    assertEquals(List.of(0, 1, 6, 7, 8, 9, 14, 15), rotation.known(fold, 2));
    assertEquals(List.of(2, 3, 10, 11), rotation.unlabelled(fold, 2));
    assertEquals(List.of(), rotation.unlabelled(fold, 3));
    assertEquals(12, rotation.labelledTakes(3));
  }

  @Test
  void allOfThreeRepetitionsAreNoPointOfTheirOwn() throws IOException, MediaException {
    Models one = models(false, List.of(Set.of()));
    assertEquals(List.of(1, 2), Rotation.of(takes(3), config(), one).sizes());
  }

  @Test
  void modelsThatHaveSeenTheTestTakesAreRefusedUnlessAllowed() throws IOException, MediaException {
    List<Set<Integer>> pretrained = List.of(Set.of(1, 2), Set.of(1, 3));
    String message = refusal(config(), 3, models(false, pretrained));
    assertTrue(
        message.contains("repetition 1: model0 4, model1 4") && message.contains("--allow-seen"),
        message);
    Rotation allowed = Rotation.of(takes(3), config(), models(true, pretrained));
    assertEquals(List.of(4, 0, 0), allowed.folds().stream().map(Fold::seen).toList());
  }

  @Test
  void whatCannotBeMeasuredIsNamed() {
    Models fresh = models(false, List.of(Set.of()));
    String message = refusal(config("test_repetitions=[4]"), 3, fresh);
    assertTrue(message.contains("names 4") && message.contains("[1, 2, 3]"), message);
    message = refusal(config("labelled_repetitions=[3]"), 3, fresh);
    assertTrue(message.contains("3 repetitions") && message.contains("labelled_"), message);
    message = refusal(config("test_repetitions=[1]"), 1, fresh);
    assertTrue(message.contains("1 repetitions"), message);
    message = refusal(config(), 3, models(false, List.of(Set.of(), Set.of(1, 2))));
    assertTrue(message.contains("model1 is asked for no repetition"), message);
    assertThrows(ConfigException.class, () -> config("test_repetitions=[1,1]"));
    assertThrows(ConfigException.class, () -> config("labelled_repetitions=[0]"));
    assertThrows(
        ConfigException.class, () -> config("labelled_repetitions=[]", "all_repetitions=false"));
    assertThrows(ConfigException.class, () -> config("streams=[]"));
  }
}
