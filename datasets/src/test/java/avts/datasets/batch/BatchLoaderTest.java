package avts.datasets.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.clip.Window;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.MediaException;
import avts.datasets.pair.NegativeMix;
import avts.datasets.pair.PairSampler;
import avts.datasets.pair.TestFiles;
import avts.datasets.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
  private static final NegativeMix MIX = new NegativeMix(0.5, 0.25, 0.25);
  private static final List<ManifestEntry> FILES = TestFiles.files(32, 4);

  @Test
  void sameSeedSameBatchesWhateverTheNumberOfThreads() throws Exception {
    List<Batch> one = load(new SyntheticClips(), 1, 1, 0);
    assertEquals(4, one.size());
    for (int workers : new int[] {2, 4}) {
      assertSame(one, load(new SyntheticClips(), workers, 3, 0));
    }
  }

  @Test
  void resumingInTheMiddleGivesTheSameRemainder() throws Exception {
    List<Batch> whole = load(new SyntheticClips(), 2, 2, 0);
    for (int first = 0; first <= 4; first++) {
      assertSame(whole.subList(first, 4), load(new SyntheticClips(), 2, 2, first));
    }
    assertThrows(IllegalArgumentException.class, () -> load(new SyntheticClips(), 2, 2, 5));
  }

  @Test
  void arraysGivenBackAreUsedAgainAndGiveTheSameBatches() throws Exception {
    List<Batch> fresh = load(new SyntheticClips(), 2, 2, 0);
    BatchLoader loader = loader(new SyntheticClips(), 2, 2);
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int epoch = 0; epoch < 2; epoch++) {
      int number = 0;
      try (BatchSource<Batch> source = loader.open(3, MIX, 0)) {
        while (source.hasNext()) {
          Batch batch = source.next();
          assertSame(fresh.subList(number, number + 1), List.of(batch));
          arrays.add(batch.video());
          source.giveBack(batch);
          number++;
        }
      }
      assertEquals(4, number);
    }
    assertTrue(arrays.size() <= 4, arrays.size() + " arrays for 8 batches");
  }

  @Test
  void everyClipsValuesStandAtItsPlace() throws Exception {
    SyntheticClips clips = new SyntheticClips();
    for (Batch batch : load(clips, 2, 2, 0)) {
      for (int clip = 0; clip < batch.size(); clip++) {
        Window window = batch.windows().get(clip);
        int expected = (int) (1000L * window.file() + window.startFrame());
        float video = batch.video()[clip * SyntheticClips.VIDEO];
        float audio = batch.audio()[clip * SyntheticClips.AUDIO + SyntheticClips.AUDIO - 1];
        assertEquals(expected, (int) video);
        assertEquals(expected, (int) audio);
        assertNotEquals(video, audio, "picture and sound are augmented independently");
      }
    }
    assertEquals(32, clips.opened.get(), "one open reader for both windows of a file");
    assertEquals(32, clips.closed.get());
  }

  @Test
  void workersFailureIsThrownByNextAndEndsTheThreads() throws Exception {
    try (BatchSource<Batch> source = loader(new SyntheticClips(7, false), 2, 2).open(0, MIX, 0)) {
      MediaException thrown =
          assertThrows(
              MediaException.class,
              () -> {
                while (source.hasNext()) {
                  source.next();
                }
              });
      assertTrue(String.valueOf(thrown.getMessage()).contains("gone.mp4"));
      assertThreadsEnd();
      assertFalse(source.hasNext());
    }
    try (BatchSource<Batch> source = loader(new SyntheticClips(7, true), 2, 4).open(0, MIX, 0)) {
      assertThrows(
          IllegalStateException.class,
          () -> {
            while (source.hasNext()) {
              source.next();
            }
          });
    }
  }

  @Test
  void closingEarlyStopsTheThreads() throws Exception {
    SyntheticClips clips = new SyntheticClips();
    try (BatchSource<Batch> source = loader(clips, 3, 2).open(0, MIX, 0)) {
      assertEquals(16, source.next().size());
      assertTrue(threads() > 0);
      assertTrue(source.waitedNanos() > 0);
    }
    assertThreadsEnd();
    assertEquals(clips.opened.get(), clips.closed.get());
  }

  @Test
  void anExhaustedSourceSaysSo() throws Exception {
    try (BatchSource<Batch> source = loader(new SyntheticClips(), 1, 1).open(0, MIX, 3)) {
      source.next();
      assertFalse(source.hasNext());
      assertThrows(NoSuchElementException.class, source::next);
    }
  }

  @Test
  void clipBatchesKeepTheOrderOfTheList() throws Exception {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 37; i++) {
      windows.add(new Window(i / 15, 3L * i, 0));
    }
    SyntheticClips clips = new SyntheticClips();
    BatchConfig config = new BatchConfig(5, 2, 1, 1, 3, 2);
    int seen = 0;
    try (BatchSource<ClipBatch> batches =
        ClipBatches.open(clips, ClipBatches.Streams.AUDIO, windows, config)) {
      while (batches.hasNext()) {
        ClipBatch batch = batches.next();
        assertEquals(seen, batch.first());
        assertEquals(0, batch.video().length);
        for (int i = 0; i < batch.size(); i++) {
          Window window = windows.get(seen + i);
          assertEquals(
              (float) (1000L * window.file() + window.startFrame()),
              batch.audio()[i * SyntheticClips.AUDIO]);
        }
        seen += batch.size();
      }
    }
    assertEquals(37, seen);
    assertThrows(
        IllegalArgumentException.class,
        () -> ClipBatches.open(clips, ClipBatches.Streams.BOTH, List.of(), config).close());
  }

  private static List<Batch> load(ClipSource clips, int workers, int prefetch, int first)
      throws MediaException, InterruptedException {
    List<Batch> batches = new ArrayList<>();
    try (BatchSource<Batch> source = loader(clips, workers, prefetch).open(3, MIX, first)) {
      while (source.hasNext()) {
        batches.add(source.next());
      }
    }
    return batches;
  }

  private static BatchLoader loader(ClipSource clips, int workers, int prefetch) {
    BatchConfig config = new BatchConfig(8, 2, 2, 1, workers, prefetch);
    List<Integer> all = IntStream.range(0, FILES.size()).boxed().toList();
    PairSampler sampler = new PairSampler(FILES, all, TestFiles.GRID, TestFiles.CONFIG);
    Seeds seeds = new Seeds(11);
    return new BatchLoader(new EpochPlanner(sampler, FILES, config, seeds), clips, config, seeds);
  }

  private static void assertSame(List<Batch> expected, List<Batch> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).windows(), actual.get(i).windows());
      assertEquals(expected.get(i).kinds(), actual.get(i).kinds());
      assertArrayEquals(expected.get(i).negative(), actual.get(i).negative());
      assertArrayEquals(expected.get(i).video(), actual.get(i).video());
      assertArrayEquals(expected.get(i).audio(), actual.get(i).audio());
    }
  }

  /** A pool has terminated a moment before the thread that ended last is gone. */
  private static void assertThreadsEnd() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("avts-loader")) {
        thread.join(5000);
      }
    }
    assertEquals(0, threads());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("avts-loader"))
        .count();
  }
}
