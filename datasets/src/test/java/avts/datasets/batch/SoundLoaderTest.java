package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.media.MediaException;
import avts.datasets.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoundLoaderTest {
  /** Two windows of each of seven files. */
  private static final List<Window> WINDOWS =
      IntStream.range(0, 14).mapToObj(i -> new Window(i / 2, 10L * (i % 2), 0)).toList();

  private static SoundLoader loader(int clips, int workers) {
    return new SoundLoader(
        WINDOWS, new SyntheticClips(), new SoundLoader.Size(clips, workers, 2), new Seeds(3));
  }

  private static List<SoundBatch> load(SoundLoader loader, int epoch, int first) throws Exception {
    List<SoundBatch> batches = new ArrayList<>();
    try (BatchSource<SoundBatch> source = loader.open(epoch, first)) {
      while (source.hasNext()) {
        batches.add(source.next());
      }
    }
    return batches;
  }

  private static void assertSame(List<SoundBatch> expected, List<SoundBatch> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertArrayEquals(expected.get(i).places(), found.get(i).places());
      assertArrayEquals(expected.get(i).audio(), found.get(i).audio());
    }
  }

  @Test
  void everyWindowComesOnceInFullBatchesWithItsOwnSound() throws Exception {
    List<SoundBatch> batches = load(loader(4, 2), 0, 0);
    assertEquals(3, batches.size(), "14 windows are 3 batches of 4, and 2 that wait");
    TreeSet<Integer> seen = new TreeSet<>();
    for (SoundBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        int place = batch.places()[i];
        assertTrue(seen.add(place), "place " + place + " twice");
        Window window = WINDOWS.get(place);
        int expected = (int) (1000L * window.file() + window.startFrame());
        assertEquals(expected, (int) batch.audio()[i * SyntheticClips.AUDIO]);
      }
    }
    assertEquals(12, seen.size());
  }

  @Test
  void aBatchDependsOnSeedEpochAndNumberAlone() throws Exception {
    List<SoundBatch> whole = load(loader(4, 1), 1, 0);
    assertSame(whole, load(loader(4, 3), 1, 0));
    for (int first = 0; first <= 3; first++) {
      assertSame(whole.subList(first, 3), load(loader(4, 2), 1, first));
    }
    List<Integer> order = IntStream.of(whole.get(0).places()).boxed().toList();
    List<Integer> other = IntStream.of(load(loader(4, 2), 2, 0).get(0).places()).boxed().toList();
    assertNotEquals(order, other);
  }

  @Test
  void tooFewWindowsAndLostFilesAreRefused() {
    IllegalArgumentException few =
        assertThrows(IllegalArgumentException.class, () -> loader(15, 1));
    assertTrue(
        String.valueOf(few.getMessage()).startsWith("14 clips do not fill a batch of 15"),
        few.getMessage());
    SoundLoader broken =
        new SoundLoader(
            WINDOWS, new SyntheticClips(4, false), new SoundLoader.Size(2, 2, 2), new Seeds(3));
    MediaException gone = assertThrows(MediaException.class, () -> load(broken, 0, 0));
    assertTrue(String.valueOf(gone.getMessage()).contains("gone.mp4"), gone.getMessage());
  }
}
