package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.signal.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code avts demo --full} adds. */
final class LettersDemoTest {
  @TempDir Path folder;

  private LettersDemo demo;

  @BeforeEach
  void setUp() {
    demo = new LettersDemo(folder, Commands.CONFIGS);
  }

  private List<List<String>> commands() {
    return Stream.concat(demo.learning().stream(), demo.hearing().stream()).toList();
  }

  private static String[] words(List<String> command) {
    return command.toArray(new String[0]);
  }

  private List<String> names() {
    return commands().stream().map(command -> command.get(0)).toList();
  }

  /** An unknown option, or one without its value, would throw here. */
  @Test
  void everyStepIsACommandAndItsConfigIsThere() {
    assertEquals(List.of("synth", "synth", "transfer", "distill", "export", "embed"), names());
    for (List<String> command : commands()) {
      Main.commandLine().parseArgs(words(command));
      int config = command.indexOf("--config");
      assertTrue(config < 0 || Files.exists(Path.of(command.get(config + 1))), command.toString());
    }
  }

  @Test
  void aBundleThatIsThereIsNotExportedAgain() throws IOException {
    Files.createDirectories(demo.bundle());
    assertFalse(names().contains("export"));
  }

  @Test
  void soundsAreSavedUnderTheLetterThatIsSaid() throws IOException, MediaException {
    Commands avts = new Commands(folder);
    avts.succeed(words(demo.learning().get(1)));
    demo.saveSounds();
    try (Stream<Path> files = Files.list(demo.sounds())) {
      List<Path> sounds = files.sorted().toList();
      assertEquals(26, sounds.size());
      assertEquals(demo.sounds().resolve("A.wav"), sounds.get(0));
      WavFile sound = WavFile.read(sounds.get(0));
      assertEquals(1.25, (double) sound.samples().length / sound.sampleRate(), 0.5);
    }
  }

  /**
   * Some minutes. Guessing tells one letter of 26; eight, less than once in a hundred thousand
   * times.
   */
  @Test
  @Tag("slow")
  void aStudentThatIsShippedTellsLettersOfAStranger() throws IOException, MediaException {
    Commands avts = new Commands(folder);
    for (List<String> command : demo.learning()) {
      avts.succeed(words(command));
    }
    demo.saveSounds();
    avts.succeed(words(demo.hearing().get(0)));
    assertTrue(avts.printed().contains("26 of 26 files embedded"), avts.printed());
    List<String> answers = demo.answers();
    int told = Integer.parseInt(answers.get(2).substring(0, answers.get(2).indexOf(' ')));
    assertTrue(told >= 8, answers.toString());
    String page = Files.readString(folder.resolve("transfer/report.html"));
    assertTrue(page.contains("knn-3-mostly"), "transfer without its rows");
    for (List<String> command : demo.learning()) {
      avts.succeed(words(command));
    }
    assertEquals(answers, demo.answers());
  }
}
