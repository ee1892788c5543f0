package avts.datasets.take;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.signal.WavFile;
import avts.datasets.take.TakeOptions.SoundAlone;
import avts.datasets.testing.FormulaVideo;
import avts.datasets.testing.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of acted emotions in miniature; no published one was at hand. */
class EmotionReaderTest {
  private static final TakeOptions OPTIONS = TakeOptions.usual().withMostLeftOut(0.5);
  private static final TakeOptions ACCEPTING = OPTIONS.withSoundAlone(SoundAlone.ACCEPT);

  @TempDir Path folder;

  private void video(String name) throws IOException, MediaException {
    FormulaVideo.write(folder.resolve(name), 5, true);
  }

  private void sound(String name) throws IOException {
    float[] values = new float[FormulaVideo.RATE / 5];
    for (int n = 0; n < values.length; n++) {
      values[n] = FormulaVideo.sound(n);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    WavFile.write(file, values, FormulaVideo.RATE);
  }

  private String refusal(TakeFormat format, TakeOptions options) {
    return String.valueOf(
        assertThrows(TakeException.class, () -> format.read(folder, options)).getMessage());
  }

  @Test
  void ravdessGivesEmotionActorAndRepetition() throws IOException, MediaException {
    video("Actor_12/01-01-06-01-02-01-12.mov");
    video("Actor_12/01-01-06-02-02-01-12.mov");
    video("Actor_12/02-01-06-01-02-01-12.mov");
    video("Actor_12/01-02-06-01-02-01-12.mov");
    sound("Audio/03-01-06-01-02-01-12.wav"); // of the first video
    sound("Audio/03-01-01-01-01-02-01.wav");
    sound("Audio/03-02-01-01-01-02-01.wav");
    TakeSet set = TakeFormat.RAVDESS.read(folder, ACCEPTING);
    assertEquals("ravdess", set.name());
    Take alone = new Take("01-01-01-01-02-01", "neutral", "01", 2, false);
    Take both = new Take("01-06-01-02-01-12", "fearful", "12", 1);
    assertEquals(
        List.of(alone, both, new Take("01-06-02-02-01-12", "fearful", "12", 1)), set.takes());
    assertEquals(
        List.of(
            "1 files of pictures without sound (modality 02) are passed over",
            "2 files of songs (vocal channel 02) are passed over: what is spoken is read alone",
            "1 sound files lie beside a video of the same name and are passed over: they are taken"
                + " for its sound"),
        set.problems());
    assertEquals(5, set.video(both).frames());
    assertTrue(set.sound(alone).vectors() > 10);

    TakeSet refusing = TakeFormat.RAVDESS.read(folder, OPTIONS);
    assertEquals(2, refusing.takes().size());
    assertTrue(
        String.join("\n", refusing.problems()).contains("3 sound files without a video"),
        refusing.problems()::toString);
  }

  @Test
  void ravdessHasEightEmotions() throws IOException {
    for (int emotion = 1; emotion <= 8; emotion++) {
      sound("03-01-0" + emotion + "-01-01-01-24.wav");
    }
    assertEquals(
        List.of("neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"),
        TakeFormat.RAVDESS.read(folder, ACCEPTING).takes().stream().map(Take::label).toList());
  }

  @Test
  void cremaGivesEmotionAndSpeakerAndCountsRepetitions() throws IOException, MediaException {
    video("VideoFlash/1001_DFA_ANG_XX.mov");
    video("VideoFlash/1001_IEO_ANG_HI.mov");
    video("VideoFlash/1091_ITH_SAD_X.mov");
    sound("AudioWAV/1001_DFA_ANG_XX.wav");
    sound("AudioWAV/1091_ITH_SAD_XX.wav");
    for (String emotion : List.of("DIS", "FEA", "HAP", "NEU")) {
      sound("AudioWAV/1002_TIE_" + emotion + "_LO.wav");
    }
    TakeSet set = TakeFormat.CREMA_D.read(folder, ACCEPTING);
    assertEquals("crema-d", set.name());
    assertEquals(
        List.of(
            new Take("1001_DFA_ANG_XX", "angry", "1001", 1),
            new Take("1001_IEO_ANG_HI", "angry", "1001", 2),
            new Take("1002_TIE_DIS_LO", "disgust", "1002", 1, false),
            new Take("1002_TIE_FEA_LO", "fearful", "1002", 1, false),
            new Take("1002_TIE_HAP_LO", "happy", "1002", 1, false),
            new Take("1002_TIE_NEU_LO", "neutral", "1002", 1, false),
            new Take("1091_ITH_SAD_XX", "sad", "1091", 1)),
        set.takes());
    assertTrue(set.problems().get(0).startsWith("2 sound files lie beside"), set.problems().get(0));
    sound("AudioMP3/1002_TIE_NEU_LO.wav");
    String twice = refusal(TakeFormat.CREMA_D, ACCEPTING);
    assertTrue(twice.contains("has 1002_TIE_NEU_LO twice"), twice);
  }

  /** Sorenson H.263 and MP3 in Flash, 30000/1001 pictures a second. */
  @Test
  void flashIsRead() throws IOException, MediaException {
    Path file = folder.resolve("VideoFlash/1001_DFA_ANG_XX.flv");
    Files.createDirectories(file.resolveSibling(""));
    try (InputStream flash =
        requireNonNull(EmotionReaderTest.class.getResourceAsStream("flash.flv"))) {
      Files.copy(flash, file);
    }
    TakeSet set = TakeFormat.CREMA_D.read(folder, OPTIONS);
    Take take = set.takes().get(0);
    assertEquals(13, set.video(take).frames(), 1, "half a second at 25 a second");
    assertEquals(50, set.sound(take).vectors(), 4, "half a second, a vector every 10 ms");
  }

  @Test
  void realVideosUnderSuchNames() throws IOException, MediaException {
    Path source = TestData.require("romanian-lips");
    List<Path> videos;
    try (Stream<Path> files = Files.list(source)) {
      videos = files.filter(file -> file.toString().endsWith(".mp4")).sorted().limit(2).toList();
    }
    Files.copy(videos.get(0), folder.resolve("01-01-05-02-01-02-07.mp4"));
    Files.copy(videos.get(1), folder.resolve("01-01-08-01-01-01-08.mp4"));
    TakeSet set = TakeFormat.RAVDESS.read(folder, OPTIONS);
    assertEquals(List.of("angry", "surprised"), set.takes().stream().map(Take::label).toList());
    for (Take take : set.takes()) {
      GrayVideo video = set.video(take);
      assertTrue(video.frames() > 10, take.id());
      assertEquals(4 * video.frames() - 1, set.sound(take).vectors(), 1, take.id());
    }
  }

  @Test
  void otherNamesAreCountedAndNamed() throws IOException, MediaException {
    video("01-01-06-01-02-01-12.mov");
    video("01-01-05-01-02-01-12.mov");
    video("01-01-09-01-02-01-12.mov");
    video("03-01-05-01-02-02-12.mov");
    TakeSet set = TakeFormat.RAVDESS.read(folder, OPTIONS);
    assertEquals(2, set.takes().size());
    assertEquals("2 of 4 takes are left out", set.problems().get(0));
    String problems = String.join("\n", set.problems());
    assertTrue(
        problems.contains("01-01-09-01-02-01-12.mov is not named as in ravdess, such as"),
        problems);
    assertTrue(
        problems.contains(
            "03-01-05-01-02-02-12.mov is a video, but its name says sound alone (modality 03)"),
        problems);
    String strict = refusal(TakeFormat.RAVDESS, TakeOptions.usual());
    assertTrue(strict.contains("2 of 4 takes are left out, more than 0.1"), strict);
    String foreign = refusal(TakeFormat.CREMA_D, OPTIONS);
    assertTrue(foreign.contains("no take can be used: "), foreign);
    assertTrue(foreign.contains("is not named as in crema-d, such as 1001_DFA_ANG_XX"), foreign);
    for (String wrong : List.of("1001_DFA_ANG", "101_DFA_ANG_XX", "1001_DFA_SUR_XX", "")) {
      assertEquals(null, EmotionNames.CREMA_D.match(wrong), wrong);
    }
    for (String wrong :
        List.of("01-01-06-01-02-01", "01-01-06-01-02-01-25", "04-01-06-01-02-01-01", "")) {
      assertEquals(null, EmotionNames.RAVDESS.match(wrong), wrong);
    }
  }

  @Test
  void aSetWithoutSpeechSaysWhatThereIs() throws IOException, MediaException {
    video("01-02-06-01-02-01-12.mov");
    String songs = refusal(TakeFormat.RAVDESS, OPTIONS);
    assertTrue(songs.contains("no take can be used: 1 files of songs"), songs);
    Files.delete(folder.resolve("01-02-06-01-02-01-12.mov"));
    sound("03-01-06-01-02-01-12.wav");
    String alone = refusal(TakeFormat.RAVDESS, OPTIONS);
    assertTrue(alone.contains("no video below, nor a sound that is accepted"), alone);
  }
}
