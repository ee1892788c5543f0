package avts.datasets.take;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.signal.FilterBankConfig;
import avts.datasets.signal.LogFilterBank;
import avts.datasets.signal.WavFile;
import avts.datasets.take.TakeOptions.SoundAlone;
import avts.datasets.testing.FormulaVideo;
import avts.datasets.testing.TestData;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts of sets of videos in miniature, what can be wrong with them, and real ones. */
class TakeFormatTest {
  private static final FilterBankConfig BANK =
      new FilterBankConfig(FormulaVideo.RATE, 0.02, 0.01, 512, 20, 0.97);

  private static final TakeOptions OPTIONS =
      new TakeOptions(
          FormulaVideo.HEIGHT,
          FormulaVideo.WIDTH,
          FrameRate.of(25),
          TakeOptions.Sound.FILTER_BANK,
          BANK,
          GridPart.LETTER,
          SoundAlone.REFUSE,
          0.5);

  @TempDir Path folder;

  private void video(String name, int frames) throws IOException, MediaException {
    FormulaVideo.write(folder.resolve(name), frames, true);
  }

  private TakeSet folders(TakeOptions options) throws IOException {
    return TakeFormat.FOLDERS.read(folder, options);
  }

  private String refusal(TakeFormat format, Path path, TakeOptions options) {
    return String.valueOf(
        assertThrows(TakeException.class, () -> format.read(path, options)).getMessage());
  }

  private static TakeOptions size(int height, int width) {
    return new TakeOptions(
        height,
        width,
        OPTIONS.frameRate(),
        OPTIONS.sound(),
        OPTIONS.filterBank(),
        OPTIONS.gridPart(),
        OPTIONS.soundAlone(),
        OPTIONS.mostLeftOut());
  }

  @Test
  void foldersGiveLabelSpeakerAndRepetition() throws IOException, MediaException {
    for (String name :
        List.of("da/ion/2.mov", "da/ion/1.mov", "nu/ana_1.mov", "nu/ana_2.mov", "nu/solo.mov")) {
      video(name, 5);
    }
    TakeSet set = folders(OPTIONS);
    assertEquals(
        List.of(
            new Take("da/ion/1.mov", "da", "ion", 1),
            new Take("da/ion/2.mov", "da", "ion", 2),
            new Take("nu/ana_1.mov", "nu", "ana", 1),
            new Take("nu/ana_2.mov", "nu", "ana", 2),
            new Take("nu/solo.mov", "nu", "unknown", 1)),
        set.takes());
    assertEquals(
        List.of("speakers are taken from the names of files, before the first _: ana"),
        set.problems());
    assertThrows(IllegalArgumentException.class, () -> set.video(new Take("x", "x", "x", 1)));
  }

  @Test
  void picturesAreExactAndTheirMiddleIsCutOut() throws IOException, MediaException {
    video("da/ion/1.mov", 6);
    TakeSet set = folders(OPTIONS);
    GrayVideo whole = set.video(set.takes().get(0));
    assertArrayEquals(
        new int[] {6, 8, 10}, new int[] {whole.frames(), whole.height(), whole.width()});
    GrayVideo middle = folders(size(6, 10)).video(set.takes().get(0));
    for (int t = 0; t < 6; t++) {
      for (int x = 0; x < 10; x++) {
        assertEquals(FormulaVideo.brightness(t, 3, x), whole.values()[(t * 8 + 3) * 10 + x], 1e-3);
        assertEquals(FormulaVideo.brightness(t, 1, x), middle.values()[t * 6 * 10 + x], 1e-3);
      }
    }
    for (int[] size : new int[][] {{4, 8}, {7, 3}, {3, 7}, {16, 5}, {1, 1}, {60, 80}}) {
      GrayVideo scaled = folders(size(size[0], size[1])).video(set.takes().get(0));
      assertArrayEquals(size, new int[] {scaled.height(), scaled.width()});
      assertTrue(scaled.values()[0] < scaled.values()[scaled.values().length - 1] + 6);
    }
  }

  @Test
  void soundIsTheFilterBankWindowByWindow() throws IOException, MediaException {
    video("da/ion/1.mov", 5);
    TakeSet set = folders(OPTIONS);
    FeatureTrack sound = set.sound(set.takes().get(0));
    float[] samples = new float[5 * FormulaVideo.RATE / 25];
    for (int n = 0; n < samples.length; n++) {
      samples[n] = Math.round(FormulaVideo.sound(n) * 32_768f) / 32_768f;
    }
    float[] byFilter = new LogFilterBank(BANK).compute(samples, Float.NaN);
    assertEquals(19, sound.vectors());
    assertEquals(20, sound.dimensions());
    assertEquals(0.01, sound.stepSeconds(), 1e-12);
    for (int window = 0; window < 19; window++) {
      for (int filter = 0; filter < 20; filter++) {
        assertEquals(byFilter[filter * 19 + window], sound.values()[window * 20 + filter], 0.02);
      }
    }
  }

  @Test
  void storedSoundLiesBesideTheVideo() throws IOException, MediaException {
    FormulaVideo.write(folder.resolve("da/ion/1.mov"), 5, false);
    FormulaVideo.write(folder.resolve("da/ion/2.mov"), 5, false);
    LipsBytes.write(folder.resolve("da/ion/1.mfcc"), LipsBytes.mfcc(9));
    TakeSet set = folders(OPTIONS.withSound(TakeOptions.Sound.STORED));
    assertEquals(1, set.takes().size());
    assertEquals(9, set.sound(set.takes().get(0)).vectors());
    assertTrue(set.problems().get(1).contains("2.mfcc: no such file"), set.problems()::toString);
    String silent = refusal(TakeFormat.FOLDERS, folder, OPTIONS);
    assertTrue(silent.contains("no take can be used: "), silent);
    assertTrue(silent.contains("1.mov: there is no sound stream"), silent);
  }

  private void sound(String name, int samples) throws IOException {
    float[] values = new float[samples];
    for (int n = 0; n < samples; n++) {
      values[n] = FormulaVideo.sound(n);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    WavFile.write(file, values, FormulaVideo.RATE);
  }

  @Test
  void soundAloneIsATakeWithoutPicturesWhereItIsAccepted() throws IOException, MediaException {
    video("da/ion_1.mov", 5);
    sound("da/ion_1.wav", 3_200); // the sound of the video: not a take of its own
    sound("da/ion_2.wav", 3_200);
    sound("da/ion_3.wav", 100);
    TakeOptions accepting = OPTIONS.withSoundAlone(SoundAlone.ACCEPT);
    TakeSet set = folders(accepting);
    Take alone = new Take("da/ion_2.wav", "da", "ion", 2, false);
    assertEquals(List.of(new Take("da/ion_1.mov", "da", "ion", 1), alone), set.takes());
    String problems = String.join("\n", set.problems());
    assertTrue(problems.contains("ion_3.wav: the sound is shorter than a window"), problems);
    assertTrue(problems.contains("1 sound files lie beside a video of the same name"), problems);
    // The same samples as those of the video beside it give the same vectors.
    FeatureTrack heard = set.sound(alone);
    FeatureTrack ofVideo = set.sound(set.takes().get(0));
    assertEquals(19, heard.vectors());
    assertArrayEquals(ofVideo.values(), heard.values(), 0.02f);
    String noPictures =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> set.video(alone)).getMessage());
    assertTrue(noPictures.contains("ion_2.wav has no pictures"), noPictures);

    TakeSet refusing = folders(OPTIONS);
    assertEquals(1, refusing.takes().size());
    assertTrue(
        String.join("\n", refusing.problems()).contains("2 sound files without a video"),
        refusing.problems()::toString);
  }

  @Test
  void listsAndGridHaveSoundAloneToo() throws IOException, MediaException {
    sound("a.wav", 3_200);
    Path list = folder.resolve("list.tsv");
    Files.writeString(list, "path\tlabel\na.wav\tyes\n");
    TakeOptions accepting = OPTIONS.withSoundAlone(SoundAlone.ACCEPT);
    assertEquals(
        List.of(new Take("a.wav", "yes", "unknown", 1, false)),
        TakeFormat.MANIFEST.read(list, accepting).takes());
    String refused = refusal(TakeFormat.MANIFEST, list, OPTIONS);
    assertTrue(refused.contains("takes of sound alone are not accepted"), refused);

    video("video/s1/bbaf2n.mov", 75);
    sound("audio/s1/bbaf2n.wav", 48_000);
    sound("audio/s1/lbax4n.wav", 48_000);
    Path align = folder.resolve("align/s1/lbax4n.align");
    Files.createDirectories(align.resolveSibling(""));
    Files.writeString(
        align,
        "0 29500 lay\n29500 34000 blue\n34000 35000 at\n35000 40000 x\n40000"
            + " 47250 four\n47250 74500 now\n");
    TakeSet grid = TakeFormat.GRID.read(folder, accepting);
    Take word = new Take("s1_lbax4n", "x", "s1", 1, false);
    assertEquals(List.of(new Take("s1_bbaf2n", "f", "s1", 1), word), grid.takes());
    // 35000 to 40000 of 25000 a second are 0.2 s: 19 windows of 20 ms every 10 ms.
    assertEquals(19, grid.sound(word).vectors());
  }

  @Test
  void whatCannotBeUsedIsLeftOutWithItsReason() throws IOException, MediaException {
    video("da/ion/1.mov", 5);
    video("da/ion/2.mov", 5);
    video("da/ion/3.mov", 5);
    video("loose.mov", 5);
    Files.writeString(folder.resolve("da/ion/2.mov"), "not a video");
    TakeSet set = folders(OPTIONS);
    assertEquals(2, set.takes().size());
    String problems = String.join("\n", set.problems());
    assertTrue(problems.startsWith("2 of 4 takes are left out\n"), problems);
    assertTrue(problems.contains("2.mov: "), problems);
    assertTrue(problems.contains("loose.mov has no label"), problems);
    String strict = refusal(TakeFormat.FOLDERS, folder, OPTIONS.withMostLeftOut(0.1));
    assertTrue(strict.contains("2 of 4 takes are left out, more than 0.1"), strict);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (TakeFormat format : List.of(TakeFormat.FOLDERS, TakeFormat.GRID, TakeFormat.AVLETTERS)) {
      String nothing = refusal(format, empty, OPTIONS);
      assertTrue(nothing.startsWith(empty + ": no "), nothing);
      String absent = refusal(format, folder.resolve("absent"), OPTIONS);
      assertTrue(absent.endsWith("absent: no such folder"), absent);
    }
  }

  @Test
  void gridTakesTheWordByItsAlignment() throws IOException, MediaException {
    video("s1/bbaf2n.mov", 75);
    video("s1/lbax4n.mov", 75);
    video("id2_vcd_swwp2s.mov", 75);
    Path align = folder.resolve("align/s1/bbaf2n.align");
    Files.createDirectories(align.resolveSibling(""));
    // "f" from 35 to 41.5 pictures: pictures 35 to 41.
    Files.writeString(
        align,
        """
        0 23750 sil
        23750 29500 bin
        29500 34000 blue
        34000 35000 at
        35000 41500 f
        41500 47250 two
        47250 53000 now
        53000 74500 sil
        """);
    TakeSet set = TakeFormat.GRID.read(folder, OPTIONS);
    assertEquals(
        List.of(
            new Take("s1_bbaf2n", "f", "s1", 1),
            new Take("s1_lbax4n", "x", "s1", 1),
            new Take("s2_swwp2s", "p", "s2", 1)),
        set.takes());
    assertEquals(
        List.of(
            "2 of 3 takes have no .align file: of these the whole sentence is used, not the word"
                + " alone"),
        set.problems());
    GrayVideo letter = set.video(set.takes().get(0));
    assertEquals(7, letter.frames());
    assertEquals(FormulaVideo.brightness(35, 0, 0), letter.values()[0], 1e-3);
    assertEquals(7 * 4 - 1, set.sound(set.takes().get(0)).vectors());
    assertEquals(75, set.video(set.takes().get(1)).frames());
    LipsBytes.write(folder.resolve("s1/bbaf2n.mfcc"), LipsBytes.mfcc(149));
    FeatureTrack stored =
        TakeFormat.GRID
            .read(folder, OPTIONS.withSound(TakeOptions.Sound.STORED).withMostLeftOut(1))
            .sound(set.takes().get(0));
    assertEquals(70, stored.values()[0], "1.4 s are 70 vectors of 20 ms");
    assertEquals(13, stored.vectors(), "up to 1.66 s");
    TakeSet sentences = TakeFormat.GRID.read(folder, OPTIONS.withGridPart(GridPart.SENTENCE));
    assertEquals("bin blue at f two now", sentences.takes().get(0).label());
    assertEquals(30, sentences.video(sentences.takes().get(0)).frames(), "23.75 to 53 pictures");

    Files.writeString(align, "0 23750 sil\n23750 29500 lay\n");
    String words = String.join("\n", TakeFormat.GRID.read(folder, OPTIONS).problems());
    assertTrue(
        words.contains("has the words \"lay\", the name says \"bin blue at f two now\""), words);
    Files.writeString(align, "0 23750\n");
    String broken = String.join("\n", TakeFormat.GRID.read(folder, OPTIONS).problems());
    assertTrue(broken.contains("line 1: start, end and word expected"), broken);
    video("s1/copy/bbaf2n.mov", 75);
    Files.delete(align);
    String twice = refusal(TakeFormat.GRID, folder, OPTIONS);
    assertTrue(twice.contains("has s1_bbaf2n twice"), twice);
  }

  @Test
  void gridNamesAreSentences() {
    assertEquals(List.of("place", "white", "in", "j", "zero", "please"), parsed("pwijzp").words());
    assertEquals("nine", parsed("sgib9a").label(GridPart.DIGIT));
    for (String wrong : List.of("", "bbaf2", "bbaf2nn", "xbaf2n", "bbaw2n", "bbaf0n", "bbaf2x")) {
      assertEquals(null, GridSentence.parse(wrong), wrong);
    }
  }

  private static GridSentence parsed(String name) {
    GridSentence sentence = GridSentence.parse(name);
    assertNotEquals(null, sentence);
    return sentence == null ? new GridSentence(List.of()) : sentence;
  }

  @Test
  void listsNameTheirColumns() throws IOException, MediaException {
    video("clips/a.mov", 5);
    video("clips/b.mov", 5);
    Path list = folder.resolve("takes.tsv");
    Files.writeString(
        list, "label\tpath\tspeaker\trepetition\nda\tclips/a.mov\tion\t3\nnu\tclips/b.mov\t\t1\n");
    assertEquals(
        List.of(
            new Take("clips/a.mov", "da", "ion", 3), new Take("clips/b.mov", "nu", "unknown", 1)),
        TakeFormat.MANIFEST.read(list, OPTIONS).takes());
    Files.writeString(list, "path\tlabel\nclips/a.mov\tda\nclips/b.mov\tda\n");
    assertEquals(2, TakeFormat.MANIFEST.read(list, OPTIONS).takes().get(1).repetition());

    for (String[] wrong :
        new String[][] {
          {"path,label\nclips/a.mov,da\n", "divided by tabs"},
          {"", "the first line names the columns"},
          {"path\tlabel\nclips/a.mov\n", "line 2: 2 columns expected"},
          {"path\tlabel\nclips/a.mov\t\n", "line 2: path or label is empty"},
          {"path\tlabel\nclips/a.mov\tda\nclips/a.mov\tnu\n", "line 3: clips/a.mov is listed a"},
          {"path\tlabel\trepetition\nclips/a.mov\tda\tx\n", "line 2: repetition is a number"},
          {"path\tlabel\nclips/c.mov\tda\n", "no take can be used"},
          {"path\tlabel\n", "no take can be used"},
        }) {
      Files.writeString(list, wrong[0]);
      String refusal = refusal(TakeFormat.MANIFEST, list, OPTIONS);
      assertTrue(refusal.contains(wrong[1]), refusal);
    }
    String directory = refusal(TakeFormat.MANIFEST, folder, OPTIONS);
    assertTrue(directory.contains("is a folder, a list of takes is expected"), directory);
  }

  @Test
  void realGrid() throws IOException, MediaException {
    TakeSet set = TakeFormat.GRID.read(TestData.require("grid"), TakeOptions.usual());
    assertEquals(
        List.of(
            "s2_swwp2s",
            "unknown_bbaf2n",
            "unknown_lbax4n",
            "unknown_pwij3p",
            "unknown_sbwe5n",
            "unknown_swiz3n"),
        set.takes().stream().map(Take::id).toList());
    for (Take take : set.takes()) {
      GrayVideo video = set.video(take);
      assertEquals(75, video.frames(), take.id());
      assertEquals(60 * 80 * 75, video.values().length);
      FeatureTrack sound = set.sound(take);
      assertEquals(299, sound.vectors(), take.id());
      assertEquals(40, sound.dimensions());
    }
  }
}
