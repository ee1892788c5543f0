package avts.datasets.take;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.signal.FeatureTrack;
import avts.datasets.testing.TestData;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set in miniature, what can be wrong with it, and the real one. */
class AvLettersSetTest {
  @TempDir Path folder;

  /** Two letters, twice, from two speakers. */
  @BeforeEach
  void writeSet() throws IOException {
    for (String id :
        List.of("A1_Anya", "A2_Anya", "B1_Anya", "B2_Anya", "A1_Yi", "A2_Yi", "B1_Yi", "B2_Yi")) {
      LipsBytes.write(folder, id, 6);
    }
  }

  private Path lips(String id) {
    return folder.resolve("Lips/" + id + "-lips.mat");
  }

  private Path sound(String id) {
    return folder.resolve("Audio/mfcc/" + id + ".mfcc");
  }

  private String problems(int takes) throws IOException {
    AvLettersSet set = AvLettersSet.read(folder, 0.5);
    assertEquals(takes, set.takes().size());
    return String.join("\n", set.problems());
  }

  private String refusal(double mostLeftOut) {
    return String.valueOf(
        assertThrows(TakeException.class, () -> AvLettersSet.read(folder, mostLeftOut))
            .getMessage());
  }

  @Test
  void findsTakesInAnyFolders() throws IOException {
    AvLettersSet set = AvLettersSet.read(folder, 0);
    assertEquals(
        List.of("A1_Anya", "A1_Yi", "A2_Anya", "A2_Yi", "B1_Anya", "B1_Yi", "B2_Anya", "B2_Yi"),
        set.takes().stream().map(Take::id).toList());
    Take take = set.takes().get(7);
    assertEquals(new Take("B2_Yi", "B", "Yi", 2), take);
    assertEquals(6, set.video(take).frames());
    FeatureTrack sound = set.sound(take);
    assertEquals(11, sound.vectors());
    assertArrayEquals(new float[] {10, 10.1f}, Arrays.copyOfRange(sound.values(), 20, 22), 1e-6f);
    assertEquals(
        List.of(
            "24 of 26 letters are absent: C D E F G H I J K L M N O P Q R S T U V W X Y Z",
            "8 of 10 speakers of the published set are absent: Bill Faye John Kate Nicola Stephen"
                + " Steve Verity"),
        set.problems());
    assertThrows(IllegalArgumentException.class, () -> set.video(new Take("C1_Yi", "C", "Yi", 1)));
  }

  @Test
  void takesWithoutPartnerAreLeftOut() throws IOException {
    Files.delete(sound("A1_Anya"));
    Files.delete(lips("B2_Yi"));
    String problems = problems(6);
    assertTrue(problems.startsWith("2 of 8 takes are left out\n"), problems);
    assertTrue(problems.contains("A1_Anya-lips.mat has no sound: A1_Anya.mfcc is not"), problems);
    assertTrue(problems.contains("B2_Yi.mfcc has no pictures: B2_Yi-lips.mat is not"), problems);
    String refusal = refusal(0.1);
    assertTrue(refusal.contains("2 of 8 takes are left out, more than 0.1: "), refusal);
    assertTrue(refusal.contains("A1_Anya.mfcc"), refusal);
  }

  @Test
  void soundWithoutLipsIsATakeWhereItIsAccepted() throws IOException, MediaException {
    Files.delete(lips("B2_Yi"));
    Files.delete(lips("A1_Anya"));
    byte[] other = LipsBytes.mfcc(11);
    other[11] = 7; // FBANK_D
    LipsBytes.write(sound("A1_Anya"), other);
    TakeOptions options =
        TakeOptions.usual().withMostLeftOut(1).withSoundAlone(TakeOptions.SoundAlone.ACCEPT);
    TakeSet set = TakeFormat.AVLETTERS.read(folder, options);
    assertEquals(7, set.takes().size());
    Take alone = new Take("B2_Yi", "B", "Yi", 2, false);
    assertTrue(set.takes().contains(alone));
    assertEquals(6, set.takes().stream().filter(Take::pictures).count());
    assertEquals(11, set.sound(alone).vectors());
    assertThrows(IllegalArgumentException.class, () -> set.video(alone));
    String problems = String.join("\n", set.problems());
    assertTrue(problems.contains("A1_Anya.mfcc has no pictures and FBANK_D"), problems);
  }

  @Test
  void brokenFilesAreLeftOutWithTheirReason() throws IOException {
    Files.writeString(lips("A1_Anya"), "these are no pictures of lips at all");
    Files.write(sound("B2_Yi"), Arrays.copyOf(LipsBytes.mfcc(11), 60));
    String problems = problems(6);
    assertTrue(problems.contains("A1_Anya-lips.mat: is no MATLAB file"), problems);
    assertTrue(problems.contains("B2_Yi.mfcc: is truncated"), problems);
  }

  @Test
  void lengthsMayDifferByTwoVectors() throws IOException {
    LipsBytes.write(sound("A1_Anya"), LipsBytes.mfcc(9));
    LipsBytes.write(sound("A2_Anya"), LipsBytes.mfcc(13));
    assertEquals(8, AvLettersSet.read(folder, 0).takes().size());
    LipsBytes.write(sound("B1_Anya"), LipsBytes.mfcc(8));
    String problems = problems(7);
    assertTrue(problems.contains("B1_Anya.mfcc has 8 vectors, "), problems);
    assertTrue(problems.contains("has 6 pictures, to which about 11 vectors belong"), problems);
  }

  @Test
  void anotherKindOfSoundIsLeftOut() throws IOException {
    byte[] other = LipsBytes.mfcc(11);
    other[11] = 7; // FBANK_D
    LipsBytes.write(sound("B1_Anya"), other);
    String problems = problems(7);
    assertTrue(
        problems.contains("FBANK_D of 2 values every 0.02 s; the others have pictures"), problems);
  }

  @Test
  void missingTakesAreNamed() throws IOException {
    Files.delete(sound("A1_Anya"));
    Files.delete(lips("A1_Anya"));
    String problems = problems(7);
    assertTrue(problems.contains("Anya has no takes A1"), problems);
  }

  @Test
  void strangeNamesAreToldAndTwinsRefused() throws IOException {
    LipsBytes.write(
        folder.resolve("Lips/mean-face.mat"), LipsBytes.level4(1, ByteOrder.LITTLE_ENDIAN));
    String problems = problems(8);
    assertTrue(problems.contains("1 files are not named as takes"), problems);
    assertTrue(problems.contains("mean-face.mat"), problems);
    LipsBytes.write(folder.resolve("noisy/a1_Anya.mfcc"), LipsBytes.mfcc(11));
    String twice = refusal(1);
    assertTrue(twice.contains("has A1_Anya twice: "), twice);
  }

  @Test
  void refusesFoldersWithoutTakes() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    String missing =
        String.valueOf(
            assertThrows(TakeException.class, () -> AvLettersSet.read(nowhere, 1)).getMessage());
    assertEquals(nowhere + ": no such folder", missing);
    Files.createDirectory(nowhere);
    Files.write(nowhere.resolve("notes.txt"), "nothing".getBytes(UTF_8));
    String empty =
        String.valueOf(
            assertThrows(TakeException.class, () -> AvLettersSet.read(nowhere, 1)).getMessage());
    assertTrue(empty.contains("no AV-Letters"), empty);
    LipsBytes.write(nowhere.resolve("A1_Anya.mfcc"), LipsBytes.mfcc(3));
    String unusable =
        String.valueOf(
            assertThrows(TakeException.class, () -> AvLettersSet.read(nowhere, 1)).getMessage());
    assertTrue(unusable.contains("no take can be used: "), unusable);
  }

  @Test
  void theRealSet() throws IOException {
    AvLettersSet set = AvLettersSet.read(TestData.require("avletters"), 0);
    List<Take> takes = set.takes();
    assertEquals(390, takes.size());
    assertEquals(
        List.of("Anya", "Bill", "Faye", "John", "Kate"),
        takes.stream().map(Take::speaker).distinct().sorted().toList());
    assertEquals(26, takes.stream().map(Take::label).distinct().count());
    assertEquals(
        List.of(130L, 130L, 130L),
        List.copyOf(
            takes.stream()
                .collect(Collectors.groupingBy(Take::repetition, Collectors.counting()))
                .values()));
    assertEquals(
        List.of("5 of 10 speakers of the published set are absent: Nicola Stephen Steve Verity Yi"),
        set.problems());

    // Values by scipy.io.loadmat: vid.T.reshape(T, 80, 60).transpose(0, 2, 1).
    GrayVideo john = set.video(take(takes, "O2_John"));
    assertEquals(33, john.frames());
    assertEquals(140, pixel(john, 0, 5, 70));
    assertEquals(156, pixel(john, 0, 50, 10));
    assertEquals(138, pixel(john, 32, 59, 0));
    assertEquals(139, pixel(john, 32, 0, 79));
    GrayVideo anya = set.video(take(takes, "A1_Anya"));
    assertEquals(118, pixel(anya, 0, 5, 70));
    assertEquals(68, pixel(anya, 0, 50, 10));

    // Values by numpy.frombuffer(bytes[12:], '>f4').reshape(-1, 26).
    FeatureTrack sound = set.sound(take(takes, "A1_Anya"));
    assertEquals(53, sound.vectors());
    assertEquals(26, sound.dimensions());
    assertArrayEquals(
        new float[] {2.235286f, 1.4942119f, 0.9305187f, 0.41529796f},
        Arrays.copyOf(sound.values(), 4));
    assertEquals(0.032343686f, sound.values()[53 * 26 - 1]);
    assertEquals(
        2 * set.video(take(takes, "M2_Anya")).frames() - 3,
        set.sound(take(takes, "M2_Anya")).vectors());
  }

  private static Take take(List<Take> takes, String id) {
    return takes.stream().filter(take -> take.id().equals(id)).findFirst().orElseThrow();
  }

  private static float pixel(GrayVideo video, int t, int y, int x) {
    return video.values()[(t * video.height() + y) * video.width() + x];
  }
}
