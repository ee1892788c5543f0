package avts.datasets.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.label.LabelledVideo.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official layouts in miniature, and what can be wrong with them. */
class LabelFormatTest {
  private static final String TRAIN =
      "Run/v_Run_g02_c01.avi 1\nRun/v_Run_g02_c02.avi 1\nJump/v_Jump_g02_c01.avi 2\n";
  private static final String TEST = "Run/v_Run_g01_c01.avi\nJump/v_Jump_g01_c01.avi\n";

  @TempDir Path folder;

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling(""));
    Files.writeString(path, text);
  }

  private void ucf(String classes, String train, String test) throws IOException {
    for (String line : (TRAIN + TEST).lines().toList()) {
      write("UCF-101/" + line.split(" ", -1)[0], "");
    }
    write("ucfTrainTestlist/classInd.txt", classes);
    write("ucfTrainTestlist/trainlist01.txt", train);
    write("ucfTrainTestlist/testlist01.txt", test);
  }

  private LabelledSet readUcf(int split) throws IOException {
    return LabelFormat.UCF101.read(folder.resolve("UCF-101"), split);
  }

  private String refusal(LabelFormat format, String name) {
    return String.valueOf(
        assertThrows(LabelException.class, () -> format.read(folder.resolve(name), 1))
            .getMessage());
  }

  @Test
  void ucf101WithItsListsBesideIt() throws IOException {
    ucf("1 Run\n2 Jump\n", TRAIN, TEST);
    LabelledSet set = readUcf(1);
    assertEquals(List.of("Run", "Jump"), set.classes());
    assertEquals(3, set.videos(Part.TRAIN).size());
    assertEquals(2, set.videos(Part.TEST).size());
    LabelledVideo jump = set.videos(Part.TEST).get(1);
    assertEquals("Jump/v_Jump_g01_c01.avi", jump.file());
    assertEquals(1, set.label(jump));
    assertEquals(
        set.videos(Part.TRAIN).get(0).group(),
        set.videos(Part.TRAIN).get(1).group(),
        "clips of one scene are one group");
  }

  @Test
  void ucf101ListsMayLieInside() throws IOException {
    ucf("1 Run\n2 Jump\n", TRAIN, TEST);
    Files.move(folder.resolve("ucfTrainTestlist"), folder.resolve("UCF-101/ucfTrainTestlist"));
    assertEquals(5, readUcf(1).videos().size());
  }

  @Test
  void ucf101RefusesWhatIsMissingOrThereTwice() throws IOException {
    ucf("1 Run\n2 Jump\n", TRAIN, TEST);
    String split =
        String.valueOf(assertThrows(LabelException.class, () -> readUcf(2)).getMessage());
    assertTrue(split.contains("trainlist02.txt: no such list"), split);
    Files.delete(folder.resolve("UCF-101/Run/v_Run_g01_c01.avi"));
    String absent = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(absent.contains("1 of 5 videos"), absent);
    assertTrue(absent.contains("Run/v_Run_g01_c01.avi"), absent);

    ucf("1 Run\n2 Jump\n", TRAIN + "Run/v_Run_g02_c01.avi 1\n", TEST);
    String twice = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(
        twice.contains("trainlist01.txt:4: Run/v_Run_g02_c01.avi is listed a second"), twice);
    ucf("1 Run\n2 Jump\n", TRAIN, TEST + "Run/v_Run_g02_c01.avi\n");
    String both = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(both.contains("for training and for the test"), both);
    ucf("1 Run\n2 Jump\n", TRAIN.replace("c01.avi 2", "c01.avi"), TEST);
    String unlabelled = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(unlabelled.contains("trainlist01.txt:3"), unlabelled);
    assertTrue(unlabelled.contains("has no label"), unlabelled);
    ucf("1 Run\n2 Jump\n", TRAIN.replace("c01.avi 2", "c01.avi 1"), TEST);
    String disagreeing = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(disagreeing.contains("has label 1, which is Run"), disagreeing);
    ucf("1 Run\n1 Jump\n", TRAIN, TEST);
    String number = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(number.contains("classInd.txt:2"), number);
    ucf("1 Run\n", TRAIN, TEST);
    String unknown = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(unknown.contains("classInd.txt has no class Jump"), unknown);
    ucf("1 Run\n2 Jump\n", TRAIN.replace("Jump/v_Jump_g02_c01.avi 2\n", ""), TEST);
    String unlearnt = refusal(LabelFormat.UCF101, "UCF-101");
    assertTrue(unlearnt.contains("tests classes without training videos: Jump"), unlearnt);
  }

  private void hmdb(String run, String jump) throws IOException {
    for (String name : List.of("run/film_run_a_0.avi", "run/film_run_a_1.avi", "run/b_run_0.avi")) {
      write("hmdb51/" + name, "");
    }
    write("hmdb51/jump/c.avi", "");
    write("hmdb51/jump/d.avi", "");
    write("testTrainMulti_7030_splits/run_test_split1.txt", run);
    write("testTrainMulti_7030_splits/jump_test_split1.txt", jump);
  }

  @Test
  void hmdb51WithItsFlags() throws IOException {
    hmdb("film_run_a_0.avi 1 \nfilm_run_a_1.avi 0 \nb_run_0.avi 2\n", "c.avi 1\nd.avi 2\n");
    LabelledSet set = LabelFormat.HMDB51.read(folder.resolve("hmdb51"), 1);
    assertEquals(List.of("jump", "run"), set.classes());
    assertEquals(4, set.videos().size(), "flag 0 is unused");
    assertEquals(
        List.of("jump/c.avi", "run/film_run_a_0.avi"),
        set.videos(Part.TRAIN).stream().map(LabelledVideo::file).toList());
    assertEquals("run/film", set.videos(Part.TRAIN).get(1).group());
  }

  @Test
  void hmdb51RefusesWrongFlagsAndMissingLists() throws IOException {
    hmdb("film_run_a_0.avi 3\nb_run_0.avi 2\n", "c.avi 1\nd.avi 2\n");
    String flag = refusal(LabelFormat.HMDB51, "hmdb51");
    assertTrue(flag.contains("run_test_split1.txt:1: a video and 0, 1 or 2 expected"), flag);
    hmdb("b_run_0.avi 2\nb_run_0.avi 1\n", "c.avi 1\nd.avi 2\n");
    String twice = refusal(LabelFormat.HMDB51, "hmdb51");
    assertTrue(twice.contains("run/b_run_0.avi is listed a second time"), twice);
    hmdb("film_run_a_0.avi 1\nb_run_0.avi 2\n", "c.avi 1\nd.avi 2\n");
    Files.createDirectories(folder.resolve("hmdb51/sit"));
    String unlisted = refusal(LabelFormat.HMDB51, "hmdb51");
    assertTrue(unlisted.contains("has no list for [sit]"), unlisted);
    Files.delete(folder.resolve("hmdb51/sit"));
    Files.delete(folder.resolve("hmdb51/jump/d.avi"));
    String absent = refusal(LabelFormat.HMDB51, "hmdb51");
    assertTrue(absent.contains("jump/d.avi"), absent);
  }

  @Test
  void foldersOfClasses() throws IOException {
    for (String name : List.of("train/a/1.mp4", "train/b/2.mp4", "test/a/3.mp4", "test/b/4.mp4")) {
      write("set/" + name, "");
    }
    LabelledSet set = LabelFormat.FOLDERS.read(folder.resolve("set"), 1);
    assertEquals(List.of("a", "b"), set.classes());
    assertEquals("train/a/1.mp4", set.videos(Part.TRAIN).get(0).file());
    assertThrows(LabelException.class, () -> LabelFormat.FOLDERS.read(folder.resolve("set"), 2));
    write("set/test/loose.mp4", "");
    String loose = refusal(LabelFormat.FOLDERS, "set");
    assertTrue(loose.contains("has no label"), loose);
    String nowhere = refusal(LabelFormat.UCF101, "nowhere");
    assertTrue(nowhere.contains("no such folder"), nowhere);
  }
}
