package avts.distill.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.Take;
import avts.distill.protocol.Folds.Split;
import avts.distill.protocol.ProtocolConfig.Kind;
import avts.distill.protocol.ProtocolConfig.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldsTest {

  private static List<Take> takes() {
    List<Take> takes = new ArrayList<>();
    for (String speaker : List.of("Ann", "Bob", "Cid")) {
      for (String label : List.of("A", "B", "C", "D")) {
        for (int repetition = 1; repetition <= 3; repetition++) {
          takes.add(new Take(label + repetition + speaker, label, speaker, repetition));
        }
      }
    }
    return takes;
  }

  private static ProtocolConfig config(Task task, Kind kind, int folds) {
    return config(task, kind, folds, 1);
  }

  private static ProtocolConfig config(Task task, Kind kind, int folds, double labelled) {
    return config(task, kind, folds, labelled, null);
  }

  private static ProtocolConfig config(
      Task task, Kind kind, int folds, double labelled, @Nullable String unlabelled) {
    return new ProtocolConfig(
        task, kind, folds, 1, List.of(), List.of(1L), labelled, unlabelled, List.of(0.0), 1, null);
  }

  private static Set<Integer> askedOnce(Folds folds, int count) {
    Set<Integer> asked = new HashSet<>();
    for (int fold = 1; fold <= count; fold++) {
      for (int take : folds.split(fold).asked()) {
        assertTrue(asked.add(take), "take " + take + " is asked twice");
      }
    }
    return asked;
  }

  /** A third of three repetitions is one, of every letter and speaker; which, the seed draws. */
  @Test
  void everyLabelAndSpeakerHasItsShareOfKnownLabels() {
    List<Take> takes = takes();
    Folds folds = new Folds(config(Task.LABEL, Kind.SPEAKER_DISJOINT, 3, 1 / 3.0), takes);
    List<Integer> known = folds.labelled(1, 7);
    assertEquals(8, known.size());
    Set<String> groups = new HashSet<>();
    known.forEach(t -> groups.add(takes.get(t).label() + takes.get(t).speaker()));
    assertEquals(8, groups.size());
    assertTrue(folds.split(1).learned().containsAll(known));
    assertEquals(known, folds.labelled(1, 7));
    assertNotEquals(known, folds.labelled(1, 8));
    Folds all = new Folds(config(Task.LABEL, Kind.SPEAKER_DISJOINT, 3), takes);
    assertEquals(all.split(2).learned(), all.labelled(2, 7));
    ProtocolConfig few = config(Task.LABEL, Kind.SPEAKER_DISJOINT, 3, 0.1);
    Exception none = assertThrows(IllegalArgumentException.class, () -> new Folds(few, takes));
    assertTrue(String.valueOf(none.getMessage()).contains("labelled 0.1"), none.getMessage());
  }

  /** A folder of clips that nobody has labelled: learned from, and never asked. */
  @Test
  void takesWithoutLabelsAreLearnedFromAndNeverAsked() {
    List<Take> takes = takes();
    takes.add(new Take("x1Ann", "none", "Ann", 1));
    takes.add(new Take("x1Dee", "none", "Dee", 1)); // who is heard in no other take
    Folds folds = new Folds(config(Task.LABEL, Kind.SPEAKER_DISJOINT, 3, 1, "none"), takes);
    assertEquals(36, askedOnce(folds, 3).size());
    assertEquals(List.of("A", "B", "C", "D"), folds.classes(1));
    assertTrue(folds.split(1).learned().contains(37));
    assertFalse(folds.split(1).learned().contains(36), "Ann is asked in fold 1");
    assertTrue(folds.split(2).learned().contains(36));
    assertEquals(24, folds.labelled(2, 7).size());
    assertEquals(36, folds.labelled(Folds.ALL, 7).size());
    assertEquals(38, folds.split(Folds.ALL).learned().size());
    assertThrows(
        IllegalArgumentException.class,
        () -> config(Task.SPEAKER, Kind.SAMPLE_DISJOINT, 3, 1, "none"));
  }

  @Test
  void speakersAreAskedByNetworksThatNeverHeardThem() {
    List<Take> takes = takes();
    Folds folds = new Folds(config(Task.LABEL, Kind.SPEAKER_DISJOINT, 3), takes);
    assertEquals(takes.size(), askedOnce(folds, 3).size());
    for (int fold = 1; fold <= 3; fold++) {
      Split split = folds.split(fold);
      assertEquals(12, split.asked().size());
      Set<String> asked = new HashSet<>();
      split.asked().forEach(take -> asked.add(takes.get(take).speaker()));
      assertTrue(split.learned().stream().noneMatch(t -> asked.contains(takes.get(t).speaker())));
    }
  }

  @Test
  void whoSpeaksIsAskedWithOtherLabelsAndRepetitions() {
    List<Take> takes = takes();
    Folds folds = new Folds(config(Task.SPEAKER, Kind.LABEL_AND_REPETITION_DISJOINT, 6), takes);
    assertEquals(List.of("Ann", "Bob", "Cid"), folds.classes(1));
    assertEquals(takes.size(), askedOnce(folds, 6).size());
    for (int fold = 1; fold <= 6; fold++) {
      Split split = folds.split(fold);
      assertEquals(6, split.asked().size()); // two labels, one repetition, three speakers
      assertEquals(12, split.learned().size()); // two labels, two repetitions, three speakers
      for (int asked : split.asked()) {
        for (int learned : split.learned()) {
          assertNotEquals(takes.get(asked).label(), takes.get(learned).label());
          assertNotEquals(takes.get(asked).repetition(), takes.get(learned).repetition());
        }
      }
    }
  }

  @Test
  void samplesAreDealtEvenly() {
    Folds folds = new Folds(config(Task.LABEL, Kind.SAMPLE_DISJOINT, 3), takes());
    assertEquals(36, askedOnce(folds, 3).size());
    for (int fold = 1; fold <= 3; fold++) {
      assertEquals(12, folds.split(fold).asked().size());
    }
  }

  @Test
  void whatNobodyCouldLearnIsRefused() {
    IllegalArgumentException few =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Folds(config(Task.LABEL, Kind.SPEAKER_DISJOINT, 4), takes()));
    assertTrue(String.valueOf(few.getMessage()).contains("4 folds"));
    List<Take> takes = takes();
    takes.add(new Take("Z1Ann", "Z", "Ann", 1));
    IllegalArgumentException alone =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Folds(config(Task.LABEL, Kind.SPEAKER_DISJOINT, 3), takes));
    assertTrue(String.valueOf(alone.getMessage()).contains("asks for Z"));
    assertThrows(
        IllegalArgumentException.class, () -> config(Task.SPEAKER, Kind.SPEAKER_DISJOINT, 3));
  }
}
