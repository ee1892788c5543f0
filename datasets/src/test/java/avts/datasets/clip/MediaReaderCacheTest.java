package avts.datasets.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.media.MediaException;
import avts.datasets.media.MediaReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaReaderCacheTest {

  @Test
  void closesTheFileThatWasReadLongestAgo() throws MediaException {
    List<FormulaMediaReader> opened = new ArrayList<>();
    try (MediaReaderCache cache =
        new MediaReaderCache(
            file -> {
              opened.add(new FormulaMediaReader(8, 8));
              return opened.get(opened.size() - 1);
            },
            2)) {
      MediaReader first = cache.get(10);
      cache.get(11);
      assertSame(first, cache.get(10));
      cache.get(12);
      assertEquals(3, opened.size());
      assertEquals(2, cache.size());
      assertTrue(opened.get(1).isClosed());
      assertFalse(opened.get(0).isClosed());
      assertSame(first, cache.get(10));
    }
    assertTrue(opened.stream().allMatch(FormulaMediaReader::isClosed));
  }

  @Test
  void refusesToHoldNothing() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new MediaReaderCache(file -> new FormulaMediaReader(8, 8), 0));
  }
}
