package avts.pretrain.probe.audio;

import static avts.pretrain.testing.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import avts.datasets.testing.TestData;
import avts.pretrain.run.DataRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers on miniatures of the distributed layouts; no file is decoded. */
class DatasetReadersTest {
  @TempDir Path folder;

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }
  }

  private void write(String name, String... lines) throws IOException {
    touch(name);
    Files.write(folder.resolve(name), List.of(lines));
  }

  private void refused(String part, boolean tenClasses) {
    assertRefused(DataRefusedException.class, part, () -> EscReader.read(folder, tenClasses));
  }

  private void sceneRefused(String part) {
    assertRefused(DataRefusedException.class, part, () -> DcaseReader.read(folder));
  }

  private static Set<String> names(AudioDataset set, List<Integer> indices) {
    return indices.stream().map(i -> set.recordings().get(i).name()).collect(Collectors.toSet());
  }

  private void meta(String... lines) throws IOException {
    String[] all = new String[lines.length + 1];
    all[0] = "filename,fold,target,category,esc10,src_file,take";
    System.arraycopy(lines, 0, all, 1, lines.length);
    write("meta/esc50.csv", all);
  }

  @Test
  void escIsReadByItsTable() throws IOException {
    touch("audio/1-100-A-0.wav", "audio/1-200-A-14.wav", "audio/1-300-A-1.wav");
    touch("audio/2-100-A-0.wav", "audio/2-400-A-14.wav", "audio/2-400-B-14.wav");
    touch("audio/2-500-A-1.wav");
    meta(
        "1-100-A-0.wav,1,0,dog,True,100,A",
        "1-200-A-14.wav,1,14,chirping_birds,False,200,A",
        "1-300-A-1.wav,1,1,rooster,True,300,A",
        "2-100-A-0.wav,2,0,dog,True,100,A",
        "2-400-A-14.wav,2,14,chirping_birds,False,400,A",
        "2-400-B-14.wav,2,14,chirping_birds,False,400,B",
        "2-500-A-1.wav,2,1,rooster,True,500,A");
    AudioDataset all = EscReader.read(folder, false);
    assertEquals("esc50-2-folds", all.protocol());
    assertEquals(List.of("chirping_birds", "dog", "rooster"), all.classes());
    assertEquals(
        Set.of("audio/1-100-A-0.wav", "audio/1-200-A-14.wav", "audio/1-300-A-1.wav"),
        names(all, all.folds().get(0).test()));
    assertEquals(all.folds().get(0).test(), all.folds().get(1).train());
    assertEquals(6, all.recordings().stream().map(Recording::group).distinct().count());
    AudioDataset ten = EscReader.read(folder, true);
    assertEquals(List.of("dog", "rooster"), ten.classes());
    assertEquals("esc10-2-folds", ten.protocol());
    assertEquals(4, ten.recordings().size());
  }

  @Test
  void escIsReadByItsNames() throws IOException {
    touch("1-100-A-0.wav", "1-200-A-14.wav", "2-300-A-0.ogg", "sub/2-400-A-14.wav");
    AudioDataset set = EscReader.read(folder, false);
    assertEquals(List.of("0", "14"), set.classes());
    assertEquals(2, set.folds().size());
    refused("fewer than two classes", true);
    touch("holiday.wav");
    refused("holiday.wav has no label", false);
  }

  @Test
  void escIsReadByItsFirstLayout() throws IOException {
    for (String fold : List.of("1", "2", "3")) {
      touch("001 - Dog bark/" + fold + "-100032-A.ogg", "002 - Rain/" + fold + "-17367-B.ogg");
    }
    AudioDataset set = EscReader.read(folder, true);
    assertEquals(List.of("Dog bark", "Rain"), set.classes());
    assertEquals("esc10-3-folds", set.protocol());
    assertEquals(4, set.folds().get(2).train().size());
    touch("loose/1-5-A.ogg");
    refused("has no label", true);
  }

  @Test
  void brokenEscTablesAreRefused() throws IOException {
    touch("audio/1-1-A-0.wav", "audio/2-2-A-0.wav", "audio/1-3-A-1.wav", "audio/2-4-A-1.wav");
    String[] good = {
      "1-1-A-0.wav,1,0,dog,True,1,A",
      "2-2-A-0.wav,2,0,dog,True,2,A",
      "1-3-A-1.wav,1,1,rooster,True,3,A",
      "2-4-A-1.wav,2,1,rooster,True,4,A"
    };
    meta(good[0], good[1], good[2], good[3], good[3]);
    refused("2-4-A-1.wav is listed twice", false);
    meta(good[0], good[1], good[2], good[3], "2-9-A-1.wav,2,1,rooster,True,9,A");
    refused("2-9-A-1.wav is listed, but there is no such file", false);
    meta(good[0], good[1], good[2], "2-4-A-1.wav,2,1,,True,4,A");
    refused("line 5 has no category", false);
    meta(good[0], "2-2-A-0.wav,2");
    refused("line 3 has 2 cells", false);
    meta(good[0], good[2]);
    refused("has the folds [1]; two are needed", false);
    meta(good[0], good[1], good[3]);
    refused("in fold 2 nothing of class \"rooster\" is trained on", false);
    write("meta/esc50.csv", "filename,category", "1-1-A-0.wav,dog");
    refused("needs the columns", false);
  }

  @Test
  void anEmptyFolderIsNoDataset() {
    refused("has neither", false);
    sceneRefused("has neither");
  }

  @Test
  void scenesAreReadByTheirFolds() throws IOException {
    touch("audio/bus01.wav", "audio/bus02.wav", "audio/busystreet01.wav", "audio/busystreet02.wav");
    String setup = "evaluation_setup/";
    write(setup + "fold1_train.txt", "audio/bus01.wav\tbus", "audio/busystreet01.wav\tbusystreet");
    write(setup + "fold1_test.txt", "audio/bus02.wav", "audio/busystreet02.wav");
    write(setup + "fold2_train.txt", "audio/bus02.wav", "audio/busystreet02.wav");
    write(setup + "fold2_evaluate.txt", "audio/bus01.wav", "audio/busystreet01.wav");
    AudioDataset set = DcaseReader.read(folder);
    assertEquals("dcase2014-2-folds", set.protocol());
    assertEquals(List.of("bus", "busystreet"), set.classes());
    assertEquals(
        Set.of("audio/bus01.wav", "audio/busystreet01.wav"), names(set, set.folds().get(1).test()));

    write(setup + "fold2_evaluate.txt", "audio/bus01.wav", "audio/busystreet02.wav");
    sceneRefused("audio/busystreet02.wav is tested while audio/busystreet02.wav");
    write(setup + "fold2_evaluate.txt", "audio/bus01.wav", "audio/bus01.wav");
    sceneRefused("lists audio/bus01.wav twice");
    write(setup + "fold2_evaluate.txt", "audio/bus01.wav\tpark");
    sceneRefused("labelled both bus and park");
    Files.delete(folder.resolve(setup + "fold2_evaluate.txt"));
    sceneRefused("training lists of the folds [1, 2] and test lists of [1]");
  }

  @Test
  void scenesAreReadAsInTheChallenge() throws IOException {
    touch(
        "train/tube03.wav", "train/tubestation10.wav", "test/tube_07.wav", "test/tubestation1.wav");
    AudioDataset set = DcaseReader.read(folder);
    assertEquals("dcase2014-train-test", set.protocol());
    assertEquals(List.of("tube", "tubestation"), set.classes());
    assertEquals(
        Set.of("test/tube_07.wav", "test/tubestation1.wav"), names(set, set.folds().get(0).test()));
    touch("test/nameless.wav");
    sceneRefused("nameless.wav has no label");
  }

  @Test
  void realEscHasThreeFoldsOfEightyTenClasses() throws IOException {
    AudioDataset set = EscReader.read(TestData.require("esc10"), true);
    assertEquals(240, set.recordings().size());
    assertEquals(10, set.classes().size());
    assertEquals(List.of(80, 80, 80), set.folds().stream().map(f -> f.test().size()).toList());
  }
}
