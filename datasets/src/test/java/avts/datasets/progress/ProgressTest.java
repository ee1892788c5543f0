package avts.datasets.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong();

  private List<String> lines() {
    return written.toString(UTF_8).lines().toList();
  }

  @MustBeClosed
  private Progress open(long total) {
    return Progress.lines(
        "index", "files", total, new PrintStream(written, true, UTF_8), clock::get);
  }

  @Test
  void writesALineEachTenth() {
    try (Progress progress = open(100)) {
      for (int file = 0; file < 100; file++) {
        clock.addAndGet(100_000_000);
        progress.step();
      }
      assertEquals(100, progress.done());
    }
    assertEquals(10, lines().size());
    assertEquals("index: 10/100 files (10 %), 10.0 files/s, 9 s left", lines().get(0));
    assertEquals("index: 100/100 files (100 %), 10.0 files/s, 10 s in all", lines().get(9));
  }

  @Test
  void writesALineEveryTenSecondsAndAtTheEnd() {
    try (Progress progress = open(1000)) {
      progress.note("2 refused");
      for (int file = 0; file < 25; file++) {
        clock.addAndGet(1_000_000_000L);
        progress.step();
      }
    }
    assertEquals(3, lines().size());
    assertEquals(
        "index: 10/1000 files (1 %), 1.00 files/s, 16 min 30 s left, 2 refused", lines().get(0));
    assertEquals(
        "index: 25/1000 files (2 %), 1.00 files/s, 16 min 15 s left, 2 refused", lines().get(2));
  }

  @Test
  void knowsWorkWithoutATotal() {
    try (Progress progress = open(0)) {
      clock.addAndGet(2_000_000_000L);
      progress.advance(5);
    }
    assertEquals(List.of("index: 5 files, 2.50 files/s, 2 s in all"), lines());
  }

  @Test
  void saysDurationsLikeAPerson() {
    assertEquals("42 s", Progress.duration(42.4));
    assertEquals("3 min 5 s", Progress.duration(185));
    assertEquals("2 h 7 min", Progress.duration(7650));
  }

  @Test
  void refusesNegativeCounts() {
    try (Progress progress = open(3)) {
      assertThrows(IllegalArgumentException.class, () -> progress.advance(-1));
    }
  }
}
