package avts.datasets.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import avts.datasets.manifest.Verdict;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeJournalTest {

  @TempDir Path folder;

  private static ProbeJournal.Key key(String path) {
    return new ProbeJournal.Key(path, 0, 10, 20, "settings");
  }

  private static ProbeResult result(String reason) {
    return new ProbeResult("", 10, Verdict.NO_AUDIO, reason, null, null);
  }

  @Test
  void goesOnBehindALineThatWasNotFinished() throws IOException {
    Path file = folder.resolve("journal");
    try (ProbeJournal journal = ProbeJournal.open(file)) {
      journal.add(key("ș\n.mp4"), result("first"));
      journal.add(key("b.mp4"), result("second"));
    }
    byte[] whole = Files.readAllBytes(file);
    int firstLine = Bytes.indexOf(whole, (byte) '\n') + 1;
    for (int length = 0; length <= whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (ProbeJournal journal = ProbeJournal.open(file)) {
        assertEquals(
            length >= firstLine - 1, journal.find(key("ș\n.mp4")) != null, "cut at " + length);
        journal.add(key("c.mp4"), result("third"));
      }
      try (ProbeJournal journal = ProbeJournal.open(file)) {
        assertEquals(result("third"), journal.find(key("c.mp4")), "cut at " + length);
      }
    }
  }

  @Test
  void knowsAFileOnlyAsItWas() throws IOException {
    try (ProbeJournal journal = ProbeJournal.open(folder.resolve("journal"))) {
      journal.add(key("a"), result("x"));
      assertEquals(result("x"), journal.find(key("a")));
      assertNull(journal.find(new ProbeJournal.Key("a", 0, 11, 20, "settings")));
      assertNull(journal.find(new ProbeJournal.Key("a", 0, 10, 21, "settings")));
      assertNull(journal.find(new ProbeJournal.Key("a", 0, 10, 20, "other")));
    }
  }

  @Test
  void isHeldByOneIndexAtATime() throws IOException {
    Path file = folder.resolve("journal");
    try (ProbeJournal journal = ProbeJournal.open(file)) {
      IOException thrown = assertThrows(IOException.class, () -> openAndClose(file));
      assertTrue(String.valueOf(thrown.getMessage()).contains("in use"));
      assertNull(journal.find(key("a")));
    }
    openAndClose(file);
  }

  private static void openAndClose(Path file) throws IOException {
    try (ProbeJournal journal = ProbeJournal.open(file)) {
      assertNull(journal.find(key("a")));
    }
  }
}
