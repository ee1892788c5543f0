package avts.datasets.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.testing.OtherProcess;
import avts.datasets.time.FrameRate;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreJournalTest {
  private static final StoreConfig CONFIG =
      new StoreConfig(48, FrameRate.of(25), 24000, StoreConfig.Picture.MJPEG, 2, 2);

  @TempDir Path store;

  private static void openAndClose(Path store) throws IOException {
    try (StoreJournal journal = StoreJournal.open(store, CONFIG)) {
      assertNotNull(journal);
    }
  }

  @Test
  void isHeldByOneProcessAtATime() throws IOException, InterruptedException {
    openAndClose(store);
    Path file = store.resolve("journal.jsonl");
    try (StoreJournal journal = StoreJournal.open(store, CONFIG)) {
      assertNotNull(journal);
      assertTrue(OtherProcess.findsLocked(file));
      StoreException thrown = assertThrows(StoreException.class, () -> openAndClose(store));
      assertTrue(thrown.toString().contains("another run is preparing"), thrown.toString());
    }
    assertFalse(OtherProcess.findsLocked(file));
  }
}
