package avts.datasets.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {

  private static final SplitConfig TENTHS =
      new SplitConfig(SplitConfig.Rule.HASH, 0.1, 0.1, "", "");

  @TempDir Path folder;

  private Manifest manifest(int files, int perGroup) {
    List<ManifestEntry> entries = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      entries.add(Entries.usable("f" + i + ".mp4", "group" + i / perGroup));
    }
    entries.add(Entries.refused("refused.mp4", Verdict.SILENT));
    return new Manifest(folder, entries);
  }

  @Test
  void keepsSharesAndUsesEveryUsableFileOnce() throws IOException {
    Split split = Split.of(manifest(3000, 1), TENTHS);
    assertEquals(300, split.validation().size(), 60);
    assertEquals(300, split.test().size(), 60);
    Set<Integer> all = new HashSet<>(split.train());
    all.addAll(split.validation());
    all.addAll(split.test());
    assertEquals(3000, all.size());
    assertTrue(all.stream().allMatch(index -> index < 3000));
  }

  @Test
  void groupsNeverStraddle() throws IOException {
    Split split =
        Split.of(manifest(300, 3), new SplitConfig(SplitConfig.Rule.HASH, 0.3, 0.3, "", ""));
    Set<Integer> train = split.train().stream().map(i -> i / 3).collect(Collectors.toSet());
    Set<Integer> test = split.test().stream().map(i -> i / 3).collect(Collectors.toSet());
    assertEquals(train.size() * 3, split.train().size());
    assertEquals(test.size() * 3, split.test().size());
  }

  @Test
  void aFileStaysWhereItIsWhenOthersCome() throws IOException {
    Split few = Split.of(manifest(500, 1), TENTHS);
    Split many = Split.of(manifest(1000, 1), TENTHS);
    assertTrue(many.test().containsAll(few.test()));
    assertTrue(many.train().containsAll(few.train()));
  }

  @Test
  void smallSetsHaveEveryPart() throws IOException {
    for (int files = 3; files < 12; files++) {
      Split split = Split.of(manifest(files, 1), TENTHS);
      assertTrue(!split.validation().isEmpty() && !split.test().isEmpty(), "of " + files);
      assertTrue(!split.train().isEmpty(), "of " + files);
    }
    Split two = Split.of(manifest(2, 1), TENTHS);
    assertEquals(
        List.of(1, 0, 1), List.of(two.train().size(), two.validation().size(), two.test().size()));
    assertEquals(1, Split.of(manifest(1, 1), TENTHS).train().size());
    assertEquals(0, Split.of(manifest(0, 1), TENTHS).train().size());
    assertEquals(
        5,
        Split.of(manifest(5, 1), new SplitConfig(SplitConfig.Rule.HASH, 0, 0, "", ""))
            .train()
            .size());
  }

  @Test
  void followsListsWithWholeGroups() throws IOException {
    Path validation = Files.write(folder.resolve("v.txt"), List.of("f0.mp4", "", "f7.mp4"));
    Path test = Files.write(folder.resolve("t.txt"), List.of("f10.mp4"));
    Split split =
        Split.of(
            manifest(20, 2),
            new SplitConfig(
                SplitConfig.Rule.HASH, 0.1, 0.1, validation.toString(), test.toString()));
    assertEquals(List.of(0, 1, 6, 7), split.validation());
    assertEquals(List.of(10, 11), split.test());
    assertEquals(14, split.train().size());
  }

  private Manifest store(Manifest originals) {
    return new Manifest(
        folder.resolve("store"),
        originals.usable().stream()
            .map(index -> Entries.prepared(originals.entries().get(index)))
            .toList());
  }

  @Test
  void oneListDividesOriginalsAndTheirStoreAlike() throws IOException {
    Path validation = Files.write(folder.resolve("v.txt"), List.of("f0.mp4", "f7.mp4"));
    Path test = Files.write(folder.resolve("t.txt"), List.of("f10.mp4"));
    SplitConfig lists =
        new SplitConfig(SplitConfig.Rule.HASH, 0.1, 0.1, validation.toString(), test.toString());
    Manifest originals = manifest(20, 2);
    Manifest store = store(originals);
    assertEquals(Split.of(originals, lists), Split.of(store, lists));
    Files.write(test, List.of("media/f10.mp4.mov"));
    assertEquals(List.of(10, 11), Split.of(store, lists).test(), "its own names serve as well");
    refuses(lists, "t.txt:1: ");
  }

  @Test
  void aLineMayBeTheEndOfOnePathButNotOfTwo() throws IOException {
    Manifest manifest =
        new Manifest(
            folder,
            List.of(
                Entries.usable("/videos/x/a.mp4", "1"),
                Entries.usable("/videos/y/a.mp4", "2"),
                Entries.usable("/videos/y/b.mp4", "3")));
    Path list = Files.write(folder.resolve("t.txt"), List.of("y/a.mp4", "b.mp4"));
    SplitConfig config = new SplitConfig(SplitConfig.Rule.HASH, 0, 0.1, "", list.toString());
    assertEquals(List.of(1, 2), Split.of(manifest, config).test());
    Files.write(list, List.of("a.mp4"));
    String thrown =
        assertThrows(ManifestException.class, () -> Split.of(manifest, config)).getMessage();
    assertTrue(
        thrown != null && thrown.contains("t.txt:1: ") && thrown.contains("2 files"), thrown);
    Files.write(list, List.of("videos/x/b.mp4"));
    assertThrows(ManifestException.class, () -> Split.of(manifest, config));
  }

  @Test
  void refusesListsThatDoNotFit() throws IOException {
    Path unknown = Files.write(folder.resolve("u.txt"), List.of("f0.mp4", "g.mp4"));
    refuses(new SplitConfig(SplitConfig.Rule.HASH, 0.1, 0.1, unknown.toString(), ""), "u.txt:2: ");
    Path first = Files.write(folder.resolve("a.txt"), List.of("f0.mp4"));
    Path second = Files.write(folder.resolve("b.txt"), List.of("f1.mp4"));
    refuses(
        new SplitConfig(SplitConfig.Rule.HASH, 0.1, 0.1, first.toString(), second.toString()),
        "shares content");
  }

  private void refuses(SplitConfig config, String message) {
    String thrown =
        assertThrows(ManifestException.class, () -> Split.of(manifest(20, 2), config)).getMessage();
    assertTrue(thrown != null && thrown.contains(message), thrown);
  }

  @Test
  void refusesSharesThatLeaveNothing() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SplitConfig(SplitConfig.Rule.HASH, 0.5, 0.5, "", ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SplitConfig(SplitConfig.Rule.HASH, -0.1, 0.5, "", ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SplitConfig(SplitConfig.Rule.HASH, Double.NaN, 0.5, "", ""));
  }

  private static final SplitConfig FOLDERS =
      new SplitConfig(SplitConfig.Rule.FOLDERS, 0, 0, "", "");

  @Test
  void foldersDecideWhereTheRuleSaysSo() throws IOException {
    Manifest manifest =
        new Manifest(
            folder,
            List.of(
                Entries.usable("set/test/a.mp4", "a"),
                Entries.usable("set/train/validation/b.mp4", "b"),
                Entries.usable("validation/c.mp4", "c"),
                Entries.usable("train/d.mp4", "d")));
    Split split = Split.of(manifest, FOLDERS);
    assertEquals(List.of(3), split.train());
    assertEquals(List.of(1, 2), split.validation());
    assertEquals(List.of(0), split.test());
    assertEquals(split, Split.of(store(manifest), FOLDERS));
  }

  @Test
  void refusesFilesOutsideTheFoldersAndGroupsAcrossThem() {
    Manifest outside = new Manifest(folder, List.of(Entries.usable("trains/a.mp4", "a")));
    String message =
        String.valueOf(
            assertThrows(ManifestException.class, () -> Split.of(outside, FOLDERS)).getMessage());
    assertTrue(message.contains("trains/a.mp4"), message);
    assertTrue(message.contains("data.split.rule: hash"), message);
    Manifest across =
        new Manifest(
            folder, List.of(Entries.usable("train/a.mp4", "g"), Entries.usable("test/b.mp4", "g")));
    assertThrows(ManifestException.class, () -> Split.of(across, FOLDERS));
  }
}
