package avts.transfer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.take.Take;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.ResolvedConfig;
import avts.transfer.reader.LipReader;
import avts.transfer.reader.LipReader.Guess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LipReaderTest {

  @TempDir Path folder;

  @Test
  void aRunLeavesAReaderThatReadsNewTakesOfItsSpeakers() throws Exception {
    Path file = folder.resolve("small.yaml");
    try (var config = LipReaderTest.class.getResourceAsStream("small.yaml")) {
      Files.write(file, Objects.requireNonNull(config).readAllBytes());
    }
    ResolvedConfig<TransferConfig> config =
        ConfigReader.read(file, List.of("tdl.video.learning.epochs=60"), TransferConfig.class);
    MadeTakes known = new MadeTakes(4);
    TransferRun run = TransferRun.open(config, known, folder.resolve("run"));
    run.makeReader();
    try (LipReader reader = LipReader.read(folder.resolve("run"), config.value().tdl())) {
      int right = 0;
      int asked = 0;
      MadeTakes more = new MadeTakes(8);
      for (Take take : more.takes()) {
        if (take.repetition() > 4) {
          List<Guess> guesses = reader.guess(more.video(take), take.speaker());
          assertEquals(4, guesses.size());
          assertEquals(1, guesses.stream().mapToDouble(Guess::probability).sum(), 1e-6);
          assertTrue(guesses.get(0).probability() >= guesses.get(1).probability());
          right += guesses.get(0).label().equals(take.label()) ? 1 : 0;
          asked++;
        }
      }
      assertTrue(right > 0.6 * asked, right + " of " + asked);
      // Someone unknown is read as the mean of all.
      assertEquals(4, reader.guess(more.video(more.takes().get(0)), "nobody").size());
    }
    assertThrows(
        IOException.class, () -> LipReader.read(folder.resolve("elsewhere"), config.value().tdl()));
  }
}
