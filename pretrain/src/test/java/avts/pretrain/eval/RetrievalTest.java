package avts.pretrain.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.pair.FixedClips;
import avts.datasets.random.Seeds;
import avts.pretrain.eval.RetrievalFigures.Direction;
import avts.pretrain.eval.metric.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On imaginary files of ten seconds with clips of 0.4 s. */
class RetrievalTest {
  private static final int FILES = 12;

  @TempDir Path folder;

  private static FixedClips clips(EvaluationSet set) {
    return FixedClips.draw(set.sampler(), set.entries(), 6, "hash");
  }

  private static RetrievalFigures evaluate(boolean deaf)
      throws MediaException, InterruptedException {
    EvaluationSet set = new SignalFiles(FILES, 2).set(6);
    return new RetrievalEvaluator(
            SignalFiles.embedder(deaf), new Bootstrap(200, 0.95), new Seeds(1))
        .evaluate(set, clips(set));
  }

  @Test
  void anIdealNetworkFindsEverything() throws MediaException, InterruptedException {
    RetrievalFigures figures = evaluate(false);
    assertEquals(2, figures.across().size());
    for (RetrievalFigures.Row row : figures.across()) {
      assertEquals(FILES, row.queries());
      assertEquals(1, row.recalls().get(0).recall().value());
      assertEquals(1, row.medianRank().value());
      assertEquals(1.0 / FILES, row.recalls().get(0).chance(), 1e-9);
      assertEquals(10.0 / FILES, row.recalls().get(2).chance(), 1e-9);
      assertEquals((FILES + 1) / 2.0, row.chanceRank());
    }
    for (RetrievalFigures.Row row : figures.inside()) {
      assertEquals(1, row.recalls().get(0).recall().value());
      assertEquals(FILES, row.groups());
    }
    assertEquals(
        List.of(Direction.AUDIO_TO_VIDEO, Direction.VIDEO_TO_AUDIO, Direction.BOTH),
        figures.shifted().stream().map(RetrievalFigures.Shifted::direction).toList());
    for (RetrievalFigures.Shifted row : figures.shifted()) {
      assertEquals(1, row.accuracy().value());
      assertEquals(7 * FILES, row.rows());
      assertEquals(1.0 / 7, row.chance(), 1e-9);
    }
  }

  @Test
  void aDeafNetworkStaysAtChance() throws MediaException, InterruptedException {
    RetrievalFigures figures = evaluate(true);
    RetrievalFigures.Row inside = figures.inside().get(0);
    assertTrue(inside.queries() > 200, inside.toString());
    assertEquals(inside.recalls().get(0).chance(), inside.recalls().get(0).recall().value(), 0.05);
    assertEquals(inside.recalls().get(2).chance(), inside.recalls().get(2).recall().value(), 0.15);
    assertEquals(inside.chanceRank(), inside.medianRank().value(), 4);
    assertEquals(1.0 / 7, figures.shifted().get(2).accuracy().value(), 0.15);
  }

  @Test
  void ranksAndWindowsByHand() {
    double[] scores = {3, 5, 3, 1};
    assertEquals(1, RetrievalEvaluator.rank(scores, 1));
    assertEquals(2.5, RetrievalEvaluator.rank(scores, 0), "two share the places 2 and 3");
    assertEquals(4, RetrievalEvaluator.rank(scores, 3));
    assertEquals(1, RetrievalEvaluator.highest(scores, 1));
    assertEquals(0, RetrievalEvaluator.highest(scores, 0));
    assertEquals(0.5, RetrievalEvaluator.highest(new double[] {2, 2, 1}, 1));
    // Windows of two of three segments: means along the diagonals.
    double[][] windows =
        RetrievalEvaluator.windowScores(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}, 2);
    assertArrayEquals(new double[] {3, 4}, windows[0]);
    assertArrayEquals(new double[] {6, 7.5}, windows[1]);
  }

  @Test
  void clipsAreFixedAndKnowTheirManifest() throws IOException {
    EvaluationSet set = new SignalFiles(4, 2).set(6);
    FixedClips clips = clips(set);
    assertEquals(clips, clips(set));
    assertEquals(4, clips.across().size());
    for (List<Window> row : clips.inside()) {
      for (int i = 1; i < row.size(); i++) {
        assertEquals(10, row.get(i).startFrame() - row.get(i - 1).startFrame());
      }
      assertTrue(row.size() >= 24, "ten seconds hold 25 clips less one: " + row.size());
    }
    for (List<Window> row : clips.segments()) {
      assertEquals(14, row.size());
      assertEquals(5, row.get(1).startFrame() - row.get(0).startFrame());
    }
    Path file = folder.resolve("clips.jsonl");
    clips.write(file);
    assertEquals(clips, FixedClips.read(file, "hash"));
    String other =
        String.valueOf(
            assertThrows(IOException.class, () -> FixedClips.read(file, "other")).getMessage());
    assertTrue(other.contains("belong to another manifest"), other);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));
    String cut =
        String.valueOf(
            assertThrows(IOException.class, () -> FixedClips.read(file, "hash")).getMessage());
    assertTrue(cut.contains("cut short"), cut);
    Files.writeString(file, "{}\n");
    assertThrows(IOException.class, () -> FixedClips.read(file, "hash"));
  }
}
