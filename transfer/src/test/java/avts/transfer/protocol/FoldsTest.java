package avts.transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.Take;
import avts.transfer.protocol.ProtocolConfig.Kind;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldsTest {

  /** 26 letters, five speakers, three repetitions: AV-Letters as far as it is at hand. */
  private static List<Take> letters() {
    List<Take> takes = new ArrayList<>();
    for (String speaker : List.of("Anya", "Bill", "Faye", "John", "Kate")) {
      for (char letter = 'A'; letter <= 'Z'; letter++) {
        for (int repetition = 1; repetition <= 3; repetition++) {
          String id = letter + "" + repetition + "_" + speaker;
          takes.add(new Take(id, letter + "", speaker, repetition));
        }
      }
    }
    return takes;
  }

  private static ProtocolConfig config(Kind kind, int folds, double parallel) {
    return new ProtocolConfig(kind, folds, 1, List.of(), parallel, 1, List.of(1L, 2L));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyTrainingTakeIsKnownByPictureOrBySoundAloneAndNoneIsAsked(Kind kind) {
    List<Take> takes = letters();
    int count = kind == Kind.REPETITION_DISJOINT ? 3 : 5;
    Folds folds = new Folds(config(kind, count, 0.5), takes);
    Set<Integer> asked = new HashSet<>();
    for (int fold = 1; fold <= count; fold++) {
      Split split = folds.split(fold, 1);
      Set<Integer> parallel = new HashSet<>(split.parallel());
      Set<Integer> sound = new HashSet<>(split.audioOnly());
      Set<Integer> test = new HashSet<>(split.test());
      assertTrue(Sets.intersection(parallel, sound).isEmpty());
      assertTrue(Sets.intersection(test, Sets.union(parallel, sound)).isEmpty());
      assertTrue(Collections.disjoint(asked, test));
      asked.addAll(test);
      if (kind == Kind.SPEAKER_DISJOINT) {
        Set<String> known =
            split.parallel().stream().map(i -> takes.get(i).speaker()).collect(Collectors.toSet());
        assertTrue(test.stream().noneMatch(i -> known.contains(takes.get(i).speaker())));
      }
      if (kind == Kind.REPETITION_DISJOINT) {
        int repetition = fold;
        assertTrue(test.stream().allMatch(i -> takes.get(i).repetition() == repetition));
      }
    }
    if (kind != Kind.CLASS_DISJOINT) {
      assertEquals(takes.size(), asked.size());
    }
  }

  @Test
  void foldsOfSamplesHaveTheirShareOfEveryLetterAndSpeaker() {
    List<Take> takes = letters();
    Folds folds = new Folds(config(Kind.SAMPLE_DISJOINT, 5, 0.5), takes);
    for (int fold = 1; fold <= 5; fold++) {
      Split split = folds.split(fold, 7);
      assertEquals(78, split.test().size());
      assertEquals(156, split.parallel().size());
      assertEquals(156, split.audioOnly().size());
      Map<String, Integer> letters = new HashMap<>();
      Map<String, Integer> both = new HashMap<>();
      for (int take : split.test()) {
        letters.merge(takes.get(take).label(), 1, Integer::sum);
        both.merge(takes.get(take).label() + takes.get(take).speaker(), 1, Integer::sum);
      }
      assertTrue(letters.values().stream().allMatch(n -> n == 3), letters + "");
      assertTrue(both.values().stream().allMatch(n -> n == 1), both + "");
      Map<String, Integer> parallel = new HashMap<>();
      split.parallel().forEach(i -> parallel.merge(takes.get(i).label(), 1, Integer::sum));
      assertTrue(parallel.values().stream().allMatch(n -> n == 6), parallel + "");
    }
  }

  @Test
  void sharesThatDoNotDivideAreMadeUpOverTheLetters() {
    Folds folds = new Folds(config(Kind.SAMPLE_DISJOINT, 5, 0.3), letters());
    // 26 letters x 12 takes x 0.3 = 93.6
    assertEquals(94, folds.split(1, 1).parallel().size());
  }

  @Test
  void seedsRedrawTheParallelTakesAndFoldsStay() {
    Folds folds = new Folds(config(Kind.SAMPLE_DISJOINT, 5, 0.5), letters());
    assertEquals(folds.split(1, 1), folds.split(1, 1));
    assertEquals(folds.split(1, 1).test(), folds.split(1, 2).test());
    assertNotEquals(folds.split(1, 1).parallel(), folds.split(1, 2).parallel());
  }

  /** Names decide, not the order in which a folder lists its files. */
  @Test
  void theOrderOfTheTakesChangesNothing() {
    List<Take> takes = letters();
    List<Take> mixed = new ArrayList<>(takes);
    Collections.shuffle(mixed, new Random(3));
    ProtocolConfig config = config(Kind.SAMPLE_DISJOINT, 5, 0.5);
    assertEquals(
        names(new Folds(config, takes).split(2, 1).parallel(), takes),
        names(new Folds(config, mixed).split(2, 1).parallel(), mixed));
  }

  private static Set<String> names(List<Integer> numbers, List<Take> takes) {
    return numbers.stream().map(i -> takes.get(i).id()).collect(Collectors.toSet());
  }

  @Test
  void classDisjointTestsLabelsWithFewVideosAlone() {
    List<Take> takes = letters();
    Split split = new Folds(config(Kind.CLASS_DISJOINT, 5, 0.5), takes).split(1, 1);
    Map<String, Integer> videos = new HashMap<>();
    split.parallel().forEach(i -> videos.merge(takes.get(i).label(), 1, Integer::sum));
    Set<String> asked =
        split.test().stream().map(i -> takes.get(i).label()).collect(Collectors.toSet());
    assertEquals(13, asked.size());
    videos.forEach((label, count) -> assertEquals(asked.contains(label) ? 1 : 12, count, label));
  }

  /** Letters, and of them repetitions 2 and 3 of Kate and all of a sixth speaker as sound alone. */
  private static List<Take> withSoundAlone() {
    List<Take> takes = new ArrayList<>();
    for (Take take : letters()) {
      boolean alone = take.speaker().equals("Kate") && take.repetition() > 1;
      takes.add(alone ? take.soundAlone() : take);
      if (take.speaker().equals("Bill")) {
        takes.add(
            new Take(take.id() + "-Zoe", take.label(), "Zoe", take.repetition()).soundAlone());
      }
    }
    return takes;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void soundAloneIsNeverAskedAndNeverParallel(Kind kind) {
    List<Take> takes = withSoundAlone();
    int count = kind == Kind.REPETITION_DISJOINT ? 3 : 5;
    Folds folds = new Folds(config(kind, count, 0.5), takes);
    for (int fold = 1; fold <= count; fold++) {
      Split split = folds.split(fold, 1);
      assertTrue(split.parallel().stream().allMatch(i -> takes.get(i).pictures()));
      assertTrue(split.test().stream().allMatch(i -> takes.get(i).pictures()));
      long alone = split.audioOnly().stream().filter(i -> !takes.get(i).pictures()).count();
      // 26 letters x (2 of Kate + 3 of Zoe) = 130; Kate's are no use when Kate is asked, and of
      // repetition 2 or 3 neither Kate's 26 nor Zoe's 26, of repetition 1 not Zoe's 26.
      long expected =
          switch (kind) {
            case SAMPLE_DISJOINT, CLASS_DISJOINT -> 130;
            case SPEAKER_DISJOINT -> fold == 5 ? 78 : 130;
            case REPETITION_DISJOINT -> fold == 1 ? 104 : 78;
          };
      assertEquals(expected, alone, "fold " + fold);
      assertEquals(split.audioOnly().size() - alone, folds.withheld(split).size());
    }
  }

  /** The share is one of takes with pictures, and sound alone changes no draw. */
  @Test
  void soundAloneChangesNothingForTheOthers() {
    List<Take> takes = new ArrayList<>(letters());
    ProtocolConfig config = config(Kind.SAMPLE_DISJOINT, 5, 0.5);
    Split without = new Folds(config, takes).split(2, 1);
    takes.add(new Take("A9_Zoe", "A", "Zoe", 9).soundAlone());
    Folds folds = new Folds(config, takes);
    Split with = folds.split(2, 1);
    assertEquals(without.parallel(), with.parallel());
    assertEquals(without.test(), with.test());
    assertEquals(without.audioOnly(), folds.withheld(with));
    assertEquals(without.audioOnly().size() + 1, with.audioOnly().size());
  }

  @Test
  void labelsWithoutPicturesAreRefused() {
    List<Take> takes = new ArrayList<>(letters());
    takes.add(new Take("sz_Anya", "ß", "Anya", 1).soundAlone());
    IllegalArgumentException unseen =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Folds(config(Kind.SAMPLE_DISJOINT, 5, 0.5), takes));
    assertTrue(String.valueOf(unseen.getMessage()).contains("all takes of ß are sound alone"));
    List<Take> nothing = letters().stream().map(Take::soundAlone).toList();
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Folds(config(Kind.SAMPLE_DISJOINT, 5, 0.5), nothing));
    assertTrue(String.valueOf(none.getMessage()).contains("no take has pictures"));
  }

  @Test
  void whatCannotBeDividedIsRefused() {
    IllegalArgumentException speakers =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Folds(config(Kind.SPEAKER_DISJOINT, 6, 0.5), letters()));
    assertTrue(String.valueOf(speakers.getMessage()).contains("6 folds need as many speakers"));
    List<Take> odd = new ArrayList<>(letters());
    odd.add(new Take("sz_Anya", "ß", "Anya", 1));
    IllegalArgumentException lonely =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Folds(config(Kind.SAMPLE_DISJOINT, 5, 0.5), odd));
    assertTrue(String.valueOf(lonely.getMessage()).contains("all takes of ß lie in one fold"));
    assertThrows(IllegalArgumentException.class, () -> config(Kind.SAMPLE_DISJOINT, 1, 0.5));
    assertThrows(IllegalArgumentException.class, () -> config(Kind.SAMPLE_DISJOINT, 5, 0));
  }
}
