package avts.datasets.take;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialListTest {
  private static final Take FIRST = take("id10270/x/00001.wav", "id10270");
  private static final Take SECOND = take("id10270/y.z/00002.mp4", "id10270");
  private static final Take OTHER = take("id10300/v/00001.wav", "id10300");
  private static final List<Take> TAKES = List.of(FIRST, SECOND, OTHER);

  @TempDir Path folder;

  private static Take take(String id, String speaker) {
    return new Take(id, speaker, speaker, 1);
  }

  private Path list(String content) throws IOException {
    return Files.writeString(folder.resolve("veri_test.txt"), content);
  }

  private static String refusal(Path list, List<Take> takes) {
    return String.valueOf(
        assertThrows(TakeException.class, () -> TrialList.read(list, takes)).getMessage());
  }

  @Test
  void trialsStandInTheOrderOfTheList() throws IOException {
    Path list =
        list(
            """
            1 id10270/x/00001.wav id10270/y.z/00002.wav

            0 id10300/v/00001.wav\tid10270/x/00001.wav\r
            0   id10300/v/00001.wav id10270/y.z/00002.mp4
            """);
    assertEquals(
        List.of(
            new Trial(FIRST, SECOND, true),
            new Trial(OTHER, FIRST, false),
            new Trial(OTHER, SECOND, false)),
        TrialList.read(list, TAKES));
  }

  @Test
  void faultsNameFileAndLine() throws IOException {
    String good = "1 id10270/x/00001.wav id10270/y.z/00002.wav\n";
    for (String[] wrong :
        new String[][] {
          {good + "0 id10300/v/00001.wav\n", "line 2: a label and two files are expected"},
          {good + "0 a b c\n", "got 4 fields"},
          {good + "\ntarget id10270/x/00001.wav id10300/v/00001.wav\n", "line 3: the label is 1"},
          {good + "2 id10270/x/00001.wav id10300/v/00001.wav\n", "got \"2\""},
          {good + "0 id10300/v/00009.wav id10270/x/00001.wav\n", "line 2: id10300/v/00009.wav is"},
          {good + "0 id10270/x/00001.wav id10270/y\n", "line 2: id10270/y is not in the set of 3"},
          {good, "no trial of two speakers (label 0) among 1"},
          {"0 id10270/x/00001.wav id10300/v/00001.wav\n", "no trial of the same speaker (label 1)"},
          {"\n", "no trial of the same speaker (label 1) among 0"},
        }) {
      String refusal = refusal(list(wrong[0]), TAKES);
      assertTrue(refusal.contains(wrong[1]), refusal);
      assertTrue(refusal.contains("veri_test.txt: "), refusal);
    }
    String directory = refusal(folder, TAKES);
    assertTrue(directory.contains("is a folder, a list of trials is expected"), directory);
    String absent = refusal(folder.resolve("absent.txt"), TAKES);
    assertTrue(absent.endsWith("absent.txt: no such file"), absent);
    Files.write(folder.resolve("bytes.txt"), new byte[] {'1', ' ', (byte) 0xff, '\n'});
    String bytes = refusal(folder.resolve("bytes.txt"), TAKES);
    assertTrue(bytes.contains("is not UTF-8 text"), bytes);
  }

  @Test
  void extensionsCountOnlyWhereTheyTellTakesApart() throws IOException {
    List<Take> twins = new ArrayList<>(TAKES);
    Take video = take("id10300/v/00001.mp4", "id10300");
    twins.add(video);
    Path list =
        list("1 id10300/v/00001.mp4 id10300/v/00001.wav\n0 id10300/v/00001.wav id10270/x/00001\n");
    assertEquals(
        List.of(new Trial(video, OTHER, true), new Trial(OTHER, FIRST, false)),
        TrialList.read(list, twins));
    String either = refusal(list("0 id10300/v/00001.m4a id10270/x/00001.wav\n"), twins);
    assertTrue(
        either.contains("id10300/v/00001.m4a may be id10300/v/00001.wav or id10300/v/00001.mp4"),
        either);
  }
}
