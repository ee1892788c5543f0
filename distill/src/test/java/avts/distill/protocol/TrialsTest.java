package avts.distill.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.Take;
import avts.datasets.take.TakeException;
import avts.distill.protocol.ProtocolConfig.Kind;
import avts.distill.protocol.ProtocolConfig.Task;
import avts.pretrain.eval.metric.DetectionCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Folds and trials of speaker verification. */
class TrialsTest {
  @TempDir Path folder;

  /** Takes of two labels, twice each. */
  private static List<Take> takes(int speakers) {
    List<Take> takes = new ArrayList<>();
    for (int speaker = 0; speaker < speakers; speaker++) {
      for (String label : List.of("A", "B")) {
        for (int repetition = 1; repetition <= 2; repetition++) {
          String name = "S" + speaker;
          takes.add(new Take(label + repetition + "_" + name, label, name, repetition));
        }
      }
    }
    return takes;
  }

  private static VerificationConfig asked(@Nullable Integer speakers, @Nullable String trials) {
    return new VerificationConfig(speakers, trials, DetectionCost.VOXCELEB);
  }

  private static ProtocolConfig config(int folds, VerificationConfig verification) {
    return new ProtocolConfig(
        Task.VERIFICATION,
        Kind.SPEAKER_DISJOINT,
        folds,
        1,
        List.of(),
        List.of(1L),
        1,
        null,
        List.of(0.0),
        1,
        verification);
  }

  private static Set<String> speakers(List<Take> takes, List<Integer> numbers) {
    Set<String> names = new TreeSet<>();
    numbers.forEach(number -> names.add(takes.get(number).speaker()));
    return names;
  }

  private Path list(String... lines) throws IOException {
    return Files.write(folder.resolve("trials.txt"), List.of(lines));
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void tenFoldsOfFiveSpeakersAskAllChoicesOfTwo() {
    List<Take> takes = takes(5);
    Folds folds = new Folds(config(10, asked(2, null)), takes);
    Set<Set<String>> choices = new HashSet<>();
    for (int fold = 1; fold <= 10; fold++) {
      Set<String> asked = speakers(takes, folds.split(fold).asked());
      assertEquals(2, asked.size());
      choices.add(asked);
      assertEquals(8, folds.split(fold).asked().size());
      assertEquals(12, folds.split(fold).learned().size());
      assertEquals(3, folds.classes(fold).size());
      assertTrue(folds.classes(fold).stream().noneMatch(asked::contains));
    }
    assertEquals(10, choices.size());
  }

  @Test
  void asManyFoldsAsSpeakersAskEverybodyEquallyOften() {
    List<Take> takes = takes(10);
    for (int size : List.of(2, 3, 4, 5, 8)) {
      Folds folds = new Folds(config(10, asked(size, null)), takes);
      Map<String, Integer> often = new HashMap<>();
      for (int fold = 1; fold <= 10; fold++) {
        speakers(takes, folds.split(fold).asked())
            .forEach(name -> often.merge(name, 1, Integer::sum));
      }
      assertEquals(10, often.size());
      assertEquals(Set.of(size), new HashSet<>(often.values()));
    }
    Folds shares = new Folds(config(5, asked(null, null)), takes);
    assertEquals(2, speakers(takes, shares.split(1).asked()).size());
    assertEquals(8, shares.classes(1).size());
  }

  /** Two speakers with labels A, A, B, B: four pairs of different labels each, and eight across. */
  @Test
  void trialsArePairsOfDifferentLabels() {
    List<Take> takes = takes(4);
    Folds folds = new Folds(config(2, asked(null, null)), takes);
    List<Pair> trials = folds.trials(1);
    assertEquals(8, trials.stream().filter(Pair::target).count());
    assertEquals(8, trials.stream().filter(pair -> !pair.target()).count());
    assertEquals(16, new HashSet<>(trials).size());
    for (Pair pair : trials) {
      Take first = takes.get(pair.first());
      Take second = takes.get(pair.second());
      assertNotEquals(first.label(), second.label());
      assertEquals(pair.target(), first.speaker().equals(second.speaker()));
      assertTrue(folds.split(1).asked().containsAll(List.of(pair.first(), pair.second())));
    }
  }

  @Test
  void aListDividesTheSetWhereNoNumberOfSpeakersIsAsked() throws IOException {
    List<Take> takes = takes(4);
    ProtocolConfig config =
        config(1, asked(null, list("1 A1_S0 B2_S0", "0 A1_S0 A1_S2").toString()));
    Trials trials = Trials.read(config.verification(), takes);
    Folds folds = new Folds(config, takes, trials);
    assertEquals(Set.of("S1", "S3"), speakers(takes, folds.split(1).learned()));
    assertEquals(8, folds.split(1).learned().size());
    assertEquals(List.of(0, 3, 8), folds.split(1).asked());
    assertEquals(List.of(new Pair(0, 3, true), new Pair(0, 8, false)), folds.trials(1));
    assertEquals("1 A1_S0 B2_S0\n0 A1_S0 A1_S2\n", trials.text());
    assertEquals("", Trials.ofAllPairs(takes).text());
  }

  @Test
  void listsThatDoNotFitAreRefused() throws IOException {
    List<Take> takes = takes(4);
    String unknown = list("1 A1_S0 B2_S0", "0 A1_S0 A1_S9").toString();
    TakeException absent =
        assertThrows(TakeException.class, () -> Trials.read(asked(2, unknown), takes));
    assertTrue(
        String.valueOf(absent.getMessage()).contains("trials.txt: line 2: A1_S9 is not in the set"),
        absent.getMessage());
    String wrong = list("1 A1_S0 B2_S0", "0 A1_S1 B2_S1").toString();
    String liar = refusal(() -> Trials.read(asked(2, wrong), takes));
    assertTrue(liar.contains("A1_S1 and B2_S1 are of two speakers (label 0), but"), liar);
    String some = list("1 A1_S0 B2_S0", "0 A1_S0 A1_S2").toString();
    String scattered =
        refusal(
            () -> new Folds(config(2, asked(2, some)), takes, Trials.read(asked(2, some), takes)));
    assertTrue(
        scattered.contains("trials of the list are in no fold")
            || scattered.contains("list trials of its speakers"),
        scattered);
  }

  @Test
  void whatCannotBeVerifiedIsRefused() {
    String alone = refusal(() -> new Folds(config(3, asked(null, null)), takes(4)));
    assertTrue(alone.contains("trials of one speaker and 0 of two"), alone);
    String nobody = refusal(() -> new Folds(config(2, asked(3, null)), takes(4)));
    assertTrue(nobody.contains("asked_speakers 3 leave less than two"), nobody);
    String many = refusal(() -> new Folds(config(7, asked(2, null)), takes(4)));
    assertTrue(many.contains("there are 6 such folds at most"), many);
    List<Take> oneLabel = takes(4).stream().filter(take -> take.label().equals("A")).toList();
    String same = refusal(() -> new Folds(config(2, asked(2, null)), oneLabel));
    assertTrue(same.contains("0 trials of one speaker"), same);
    assertTrue(refusal(() -> asked(1, null)).contains("asked_speakers must be 2 or more"));
    assertTrue(refusal(() -> config(1, asked(2, null))).contains("folds must lie in 2..1000"));
    assertTrue(refusal(() -> config(2, asked(null, "f"))).contains("folds must be 1"));
    assertFalse(config(1, asked(null, "f")).foldsToRun().isEmpty());
    assertTrue(
        refusal(
                () ->
                    new ProtocolConfig(
                        Task.LABEL,
                        Kind.SPEAKER_DISJOINT,
                        2,
                        1,
                        List.of(),
                        List.of(1L),
                        1,
                        null,
                        List.of(0.0),
                        1,
                        asked(2, null)))
            .contains("other tasks have none"));
  }
}
